"""The command completion: a script for a shell that completes commands, options, departments and rule codes."""

from __future__ import annotations

from collections.abc import Mapping

import click

from selfeval.cli.options import help_option

BASH = """\
_build_py() {
    local at=0 kind value
    while [[ $at -lt $COMP_CWORD && ${COMP_WORDS[at]} != *build.py ]]; do at=$((at + 1)); done
    [[ $at -lt $COMP_CWORD ]] || return
    while IFS=, read -r kind value; do
        [[ $kind == plain ]] && COMPREPLY+=("$value")
    done < <(env COMP_WORDS="${COMP_WORDS[*]:at}" COMP_CWORD=$((COMP_CWORD - at)) \\
        _BUILD_PY_COMPLETE=bash_complete "${COMP_WORDS[@]:0:at+1}" 2>/dev/null)
}
complete -o default -F _build_py python python3 build.py
"""
ZSH = """\
_build_py() {
    local at=${words[(i)*build.py]} kind value help
    local -a found
    (( at < CURRENT )) || { _default; return }
    for kind value help in "${(@f)$(env COMP_WORDS="${words[$at,-1]}" COMP_CWORD=$((CURRENT - at)) \\
        _BUILD_PY_COMPLETE=zsh_complete ${(Q)words[1,$at]} 2>/dev/null)}"; do
        [[ $kind == plain ]] && found+=("${value//\\\\:/:}")
    done
    (( $#found )) && compadd -a found || _default
}
compdef _build_py python python3 build.py
"""
FISH = """\
function __build_py
    set -l start
    for word in (commandline -opc)
        set -a start $word
        string match -q '*build.py' -- $word; and break
    end
    set -l typed (string replace -r '^.*?build\\.py' build.py -- (commandline -cp))
    for line in (env _BUILD_PY_COMPLETE=fish_complete COMP_WORDS=$typed COMP_CWORD=(commandline -t) $start 2>/dev/null)
        string replace -f 'plain,' '' -- $line
    end
end
complete -f -c python -c python3 -c build.py \\
    -n "string match -q '*build.py *' -- (commandline -cp)" -a '(__build_py)'
"""
POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName python, python3, py, build.py -ScriptBlock {
    param($word, $ast, $position)
    $words = @($ast.CommandElements | ForEach-Object { $_.ToString() })
    $at = 0
    while ($at -lt $words.Count -and $words[$at] -notlike '*build.py') { $at++ }
    if ($at -ge $words.Count) { return }
    $count = $words.Count - $at
    $env:COMP_WORDS = $words[$at..($words.Count - 1)] -join ' '
    $env:COMP_CWORD = if ($word) { $count - 1 } else { $count }
    $env:_BUILD_PY_COMPLETE = 'bash_complete'
    $start = if ($at) { $words[1..$at] } else { @() }
    try { $lines = & $words[0] @start 2>$null }
    finally { Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_BUILD_PY_COMPLETE }
    $lines | Where-Object { $_ -like 'plain,*' } | ForEach-Object { $_.Substring(6) }
}
"""
SCRIPTS: Mapping[str, str] = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
"""One script a shell; click's own ask for a program of that name, and we are started as ``python build.py``."""


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SCRIPTS)), metavar="|".join(SCRIPTS))
@help_option
def completion_command(shell: str) -> None:
    """让命令行按 Tab 键补全命令、选项、年度/部门和问题代码。

    \b
    例：python build.py completion bash >> ~/.bashrc
        python build.py completion powershell >> $PROFILE
    """
    click.echo(SCRIPTS[shell], nl=False)
