@echo off
rem ASCII only: cmd reads this file in the code page of the machine. The Chinese words come from no-code.txt.
setlocal
for /f "tokens=2 delims=:." %%c in ('chcp') do set "OLD=%%c"
chcp 65001 >nul
where code >nul 2>nul
if errorlevel 1 (
  type "%~dp0no-code.txt"
) else (
  call code --install-extension "%~dp0selfeval.vsix" --force
)
chcp %OLD% >nul
pause
