@echo off
rem ASCII only: cmd reads this file in the code page of the machine. Chinese words come from start.py and no-python.txt.
setlocal
for /f "tokens=2 delims=:." %%c in ('chcp') do set "OLD=%%c"
chcp 65001 >nul
set PYTHONUTF8=1
set "PYTHON="
for %%p in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do (
  if not defined PYTHON (
    %%~p -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set "PYTHON=%%~p"
  )
)
if defined PYTHON (
  %PYTHON% "%~dp0start.py" %*
) else (
  type "%~dp0no-python.txt"
  cmd /c exit 2
)
set "CODE=%errorlevel%"
chcp %OLD% >nul
if "%~1"=="" pause
exit /b %CODE%
