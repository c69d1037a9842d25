# Sourced by ./mvnw and ./nephele: sets JAVA_HOME to a JDK 25 or newer, whatever `java` on PATH is.
# Looked at, in order: NEPHELE_JAVA_HOME, JAVA_HOME, the `java` on PATH, /usr/lib/jvm, SDKMAN, macOS's java_home, ~/.jdks.

nephele_jdk_version() { # the feature version of the JDK in folder $1, or 0
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  nephele_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${nephele_version:-0}"
}

nephele_find_jdk() {
  nephele_path_java=$(command -v java 2>/dev/null) && nephele_path_java=$(readlink -f "$nephele_path_java" 2>/dev/null)
  for nephele_home in "$NEPHELE_JAVA_HOME" "$JAVA_HOME" "${nephele_path_java%/bin/java}" \
    /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$nephele_home" ] && [ "$(nephele_jdk_version "$nephele_home")" -ge 25 ]; then
      JAVA_HOME=$nephele_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "nephele: needs a JDK 25 or newer; none found. Install one or set NEPHELE_JAVA_HOME to its folder." >&2
  return 2
}

nephele_find_jdk
