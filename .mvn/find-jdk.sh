# Sourced by ./mvnw and ./nephele: sets JAVA_HOME to a JDK 25 or newer, whatever `java` on PATH is.
# Looked at, in order: NEPHELE_JAVA_HOME, JAVA_HOME, the `java` on PATH, /usr/lib/jvm, SDKMAN, macOS's java_home, ~/.jdks.

# Every start of ./nephele comes this way, so it starts no other program before it has to.
nephele_is_jdk() { # whether folder $1 has a JDK of version 25 or newer
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  nephele_version=0
  while IFS= read -r nephele_line || [ -n "$nephele_line" ]; do
    case $nephele_line in
      JAVA_VERSION=\"[0-9]*)
        nephele_version=${nephele_line#*\"}
        nephele_version=${nephele_version%%[!0-9]*}
        ;;
    esac
  done <"$1/release"
  [ "$nephele_version" -ge 25 ]
}

nephele_use_first_jdk() { # of those folders
  for nephele_home; do
    if nephele_is_jdk "$nephele_home"; then
      JAVA_HOME=$nephele_home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

nephele_find_jdk() {
  nephele_use_first_jdk "$NEPHELE_JAVA_HOME" "$JAVA_HOME" && return 0
  nephele_path_java=$(command -v java 2>/dev/null) && nephele_path_java=$(readlink -f "$nephele_path_java" 2>/dev/null)
  nephele_use_first_jdk "${nephele_path_java%/bin/java}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home && return 0
  echo "nephele: needs a JDK 25 or newer; none found. Install one or set NEPHELE_JAVA_HOME to its folder." >&2
  return 2
}

nephele_find_jdk
