package io.nephele.app.init;

/**
 * What is known of a script.
 *
 * @param stage when it runs
 * @param name its path within the stage's folder
 * @param exitCode null before it has ended, and where it ended without one
 * @param milliseconds how long it took, or null before it has ended
 * @param problem what went wrong, in words, or null
 */
public record ScriptRun(
    Stage stage,
    String name,
    ScriptState state,
    Integer exitCode,
    Long milliseconds,
    String problem) {
  static ScriptRun of(Script script, ScriptState state) {
    return new ScriptRun(script.stage(), script.name(), state, null, null, null);
  }

  /** The name in logs, such as ready.d/queues.sh. */
  public String label() {
    return stage.folder() + "/" + name;
  }
}
