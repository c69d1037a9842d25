package io.nephele.edge;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** What the health endpoints ask of the program. All of it is cheap. */
public interface ProgramStatus {
  /** The program's version. */
  String version();

  /** What it is about: starting, ready or stopping. */
  String state();

  /** The time by the world's clock. */
  Instant now();

  /** How long it has run, in seconds of the machine's time. */
  long uptimeSeconds();

  /** A text that no other run has. */
  String session();

  /**
   * The services that are there, by name, and whether each is loaded: one that is not is loaded by
   * its first call.
   */
  SortedMap<String, Boolean> services();

  /** Where the world's state is kept. */
  StoreStatus store();

  /** How far the user's scripts are. */
  InitStatus init();

  /**
   * How users' programs, such as functions, are kept from the rest of the machine: bubblewrap,
   * unshare, process, or none if they cannot be run. Found out when it is first asked, which takes
   * some milliseconds.
   */
  String isolation();

  /**
   * Where the world's state is kept.
   *
   * @param kind the kind of store, such as memory
   * @param place the folder, or the database's address without a password; null in memory
   * @param durability what of the acknowledged may be lost with the process or the machine, or null
   *     where nothing is kept anyway
   */
  record StoreStatus(String kind, String place, String durability) {}

  /**
   * The user's scripts.
   *
   * @param folder where they are looked for
   * @param stages the stages in order: boot, start, ready, shutdown
   * @param scripts all that were found, in the order in which they run
   */
  record InitStatus(String folder, List<StageStatus> stages, List<ScriptStatus> scripts) {
    /** Whether all scripts of a stage have ended. */
    boolean isCompleted(String stage) {
      return stages.stream().anyMatch(one -> one.name().equals(stage) && one.completed());
    }

    /** How many have failed. */
    long failed() {
      return scripts.stream().filter(script -> script.state().equals("error")).count();
    }
  }

  /** Whether all scripts of a stage have ended, well or badly. */
  record StageStatus(String name, boolean completed) {}

  /**
   * A script.
   *
   * @param stage when it runs
   * @param name its path in the stage's folder
   * @param state unknown, running, successful or error
   * @param exitCode null where there is none, or not yet
   * @param milliseconds how long it took, or null
   * @param problem what went wrong, in words, or null
   */
  record ScriptStatus(
      String stage,
      String name,
      String state,
      Integer exitCode,
      Long milliseconds,
      String problem) {}
}
