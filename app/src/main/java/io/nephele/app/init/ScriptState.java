package io.nephele.app.init;

/** What became of a script. */
public enum ScriptState {
  /** It has not run yet, or was left out because the program stopped. */
  UNKNOWN,
  RUNNING,
  SUCCESSFUL,
  ERROR
}
