package io.nephele.app.init;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The scripts that a user has run when the program boots, starts, is ready and stops. They run one
 * after another in the order of their names; one that fails is told in the log and does not keep
 * the others, or the program, from going on.
 */
public final class InitScripts {
  private final Path folder;
  private final boolean there;
  private final Duration limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Stage, List<ScriptRun>> runs = new EnumMap<>(Stage.class);
  private final Set<Stage> completed = EnumSet.noneOf(Stage.class);
  private Stage running;
  private boolean stopping;
  private ScriptProcess process;

  /**
   * The scripts of a folder, which need not be there.
   *
   * @param folder the folder with boot.d, start.d, ready.d and shutdown.d
   * @param limit how long each script may take
   */
  public InitScripts(Path folder, Duration limit) {
    this.folder = folder;
    this.limit = limit;
    this.there = Files.isDirectory(folder);
    if (there) {
      for (Stage stage : Stage.values()) {
        runs.put(stage, new ArrayList<>());
        find(stage);
      }
    }
  }

  /** Whether there is a folder of scripts. */
  public boolean there() {
    return there;
  }

  /** The folder of the scripts, whether it is there or not. */
  public Path folder() {
    return folder;
  }

  /** What is known of all scripts, in the order in which they run. */
  public List<ScriptRun> runs() {
    lock.lock();
    try {
      return runs.values().stream().flatMap(List::stream).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether all scripts of the stage have ended, well or badly. */
  public boolean isCompleted(Stage stage) {
    lock.lock();
    try {
      return completed.contains(stage);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the scripts of a stage and returns when they have ended, or when {@link #cut} is called.
   * Stages run one at a time.
   *
   * @param environment all of their environment
   */
  public void run(Stage stage, Map<String, String> environment) {
    List<Script> scripts = begin(stage);
    try {
      for (int i = 0; i < scripts.size() && !isCut(stage); i++) {
        run(scripts.get(i), i, environment);
      }
    } finally {
      end(stage);
    }
  }

  /**
   * Ends the stage that is running, if one is, together with its script; returns when it has ended.
   * From now on nothing runs but the scripts of the shutdown.
   */
  public void cut() {
    ScriptProcess current;
    lock.lock();
    try {
      stopping = true;
      current = process;
    } finally {
      lock.unlock();
    }
    if (current != null) {
      current.end();
    }
    lock.lock();
    try {
      while (running != null) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the script that is running, because the program ends this very moment. */
  public void kill() {
    lock.lock();
    try {
      if (process != null) {
        process.kill();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Script> find(Stage stage) {
    try {
      List<Script> scripts = Script.of(stage, folder);
      List<ScriptRun> known = runs.get(stage);
      known.clear();
      scripts.forEach(script -> known.add(ScriptRun.of(script, ScriptState.UNKNOWN)));
      return scripts;
    } catch (IOException e) {
      System.getLogger(InitScripts.class.getName())
          .log(Level.WARNING, folder.resolve(stage.folder()) + " cannot be read: " + e);
      return List.of();
    }
  }

  private List<Script> begin(Stage stage) {
    lock.lock();
    try {
      if (isCut(stage)) {
        return List.of();
      }
      running = stage;
      // Scripts of an earlier stage may have made some.
      return there ? find(stage) : List.of();
    } finally {
      lock.unlock();
    }
  }

  private void end(Stage stage) {
    lock.lock();
    try {
      if (!isCut(stage)) {
        completed.add(stage);
      }
      running = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isCut(Stage stage) {
    lock.lock();
    try {
      return stopping && stage != Stage.SHUTDOWN;
    } finally {
      lock.unlock();
    }
  }

  private void run(Script script, int index, Map<String, String> environment) {
    note(index, ScriptRun.of(script, ScriptState.RUNNING));
    System.Logger log = System.getLogger(script.label());
    long begun = System.nanoTime();
    Integer exitCode = null;
    String problem;
    try {
      exitCode = await(script, environment, log);
      problem = exitCode == null ? ended(script) : exitCode == 0 ? null : "exit code " + exitCode;
    } catch (IOException e) {
      problem = "cannot be run: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    ScriptState state = problem == null ? ScriptState.SUCCESSFUL : ScriptState.ERROR;
    note(index, new ScriptRun(script.stage(), script.name(), state, exitCode, millis, problem));
    if (problem == null) {
      log.log(Level.DEBUG, "ended after " + millis + " ms");
    } else {
      log.log(Level.WARNING, "failed after " + millis + " ms: " + problem);
    }
  }

  private String ended(Script script) {
    return isCut(script.stage())
        ? "ended because the program stops"
        : "ended because it took longer than " + limit.toSeconds() + " s";
  }

  /** Returns the exit code, or null if the script was ended. */
  private Integer await(Script script, Map<String, String> environment, System.Logger log)
      throws IOException, InterruptedException {
    ScriptProcess started = start(script, environment, line -> log.log(Level.INFO, line));
    if (started == null) {
      return null;
    }
    try {
      Integer exitCode = started.await(limit);
      if (exitCode == null || (exitCode != 0 && isCut(script.stage()))) {
        started.end();
        return null;
      }
      return exitCode;
    } finally {
      lock.lock();
      try {
        process = null;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Starts a script, so that whoever stops or kills finds it; null if it is too late for that. */
  private ScriptProcess start(
      Script script, Map<String, String> environment, Consumer<String> lines) throws IOException {
    lock.lock();
    try {
      if (!isCut(script.stage())) {
        process = ScriptProcess.start(script.command(), environment, lines);
      }
      return process;
    } finally {
      lock.unlock();
    }
  }

  private void note(int index, ScriptRun run) {
    lock.lock();
    try {
      runs.get(run.stage()).set(index, run);
    } finally {
      lock.unlock();
    }
  }
}
