@echo off
rem ASCII only: cmd reads this file in the code page of the machine.
call "%~dp0start.bat" serve --browser %*
if errorlevel 1 pause
