@echo off
rem Starts Porty. Environment: PORTY_JAVA_HOME, JAVA_HOME, PORTY_OPTS, PORTY_LOGBACK as for bin/porty.
setlocal enabledelayedexpansion
set "HOME_DIR=%~dp0.."
for %%i in ("%HOME_DIR%") do set "HOME_DIR=%%~fi"

if defined PORTY_JAVA_HOME (
  set "JAVA_EXE=%PORTY_JAVA_HOME%\bin\java.exe"
) else if defined JAVA_HOME (
  set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
) else if exist "%HOME_DIR%\runtime\bin\java.exe" (
  set "JAVA_EXE=%HOME_DIR%\runtime\bin\java.exe"
) else (
  set "JAVA_EXE=java.exe"
)

set "JAVA_VERSION="
for /f "tokens=3" %%v in ('"%JAVA_EXE%" -version 2^>^&1 ^| findstr /i "version"') do (
  if not defined JAVA_VERSION set "JAVA_VERSION=%%~v"
)
if not defined JAVA_VERSION (
  echo porty: no Java found; install Java 17 or newer, or set PORTY_JAVA_HOME to one 1>&2
  exit /b 1
)
for /f "delims=.-+ tokens=1,2" %%a in ("!JAVA_VERSION!") do (
  set "JAVA_MAJOR=%%a"
  if "%%a"=="1" set "JAVA_MAJOR=%%b"
)
if !JAVA_MAJOR! LSS 17 (
  echo porty: Java 17 or newer is needed; "%JAVA_EXE%" is version !JAVA_MAJOR! ^(set PORTY_JAVA_HOME to another^) 1>&2
  exit /b 1
)

set "FLAGS=-XX:+UseSerialGC -Xms24m -Xmx256m -Dfile.encoding=UTF-8 -Dio.netty.leakDetection.level=disabled -Dguice_bytecode_gen_option=DISABLED"
if !JAVA_MAJOR! GEQ 24 set "FLAGS=!FLAGS! --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
if not defined PORTY_LOGBACK set "PORTY_LOGBACK=%HOME_DIR%\conf\logback.xml"

"%JAVA_EXE%" !FLAGS! "-Dporty.home=%HOME_DIR%" "-Dporty.launcher=%HOME_DIR%\bin\porty.bat" "-Dlogback.configurationFile=%PORTY_LOGBACK%" "-Dlog4j2.configurationFile=%HOME_DIR%\conf\log4j2.xml" "-Djava.util.logging.config.file=%HOME_DIR%\conf\logging.properties" "-Djava.security.properties=%HOME_DIR%\conf\java.security" %PORTY_OPTS% -cp "%HOME_DIR%\lib\*;%HOME_DIR%\lib\logging\*" io.porty.cli.Main %*
exit /b %ERRORLEVEL%
