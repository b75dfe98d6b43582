@echo off
rem ASCII only: cmd reads this file in the code page of the machine.
call "%~dp0selfeval\cli\bundle\start.bat" %*
exit /b %errorlevel%
