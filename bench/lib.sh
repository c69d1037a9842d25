# Sourced by the benchmarks: sets JAVA_HOME and java, a JDK 25.

java_home() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25*; do
    if [[ -x "$home/bin/javac" ]] && "$home/bin/java" --version | grep -q '^openjdk 25'; then
      echo "$home"
      return
    fi
  done
  echo "No JDK 25 found: set JAVA_HOME" >&2
  exit 2
}
JAVA_HOME="$(java_home)"
export JAVA_HOME
# shellcheck disable=SC2034
java="$JAVA_HOME/bin/java"
