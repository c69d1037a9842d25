package io.nephele.app;

import io.nephele.app.init.InitScripts;
import io.nephele.app.init.ScriptRun;
import io.nephele.app.init.Stage;
import io.nephele.core.World;
import io.nephele.edge.ProgramStatus;
import io.nephele.machine.sandboxes.SandboxException;
import io.nephele.machine.sandboxes.Sandboxes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The health endpoints' view of the program. */
final class Status implements ProgramStatus {
  private final World world;
  private final Configuration configuration;
  private final InitScripts scripts;
  private final Supplier<Program.Phase> phase;
  private final Instant started;
  private final ReentrantLock probing = new ReentrantLock();
  private String isolation;

  Status(
      World world,
      Configuration configuration,
      InitScripts scripts,
      Supplier<Program.Phase> phase) {
    this.world = world;
    this.configuration = configuration;
    this.scripts = scripts;
    this.phase = phase;
    this.started = world.clock().machineTime();
  }

  @Override
  public String version() {
    return Version.read();
  }

  @Override
  public String state() {
    return phase.get().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Instant now() {
    return world.clock().now();
  }

  @Override
  public long uptimeSeconds() {
    return Duration.between(started, world.clock().machineTime()).toSeconds();
  }

  @Override
  public String session() {
    return ProcessHandle.current().pid() + "-" + started.toEpochMilli();
  }

  @Override
  public SortedMap<String, Boolean> services() {
    SortedMap<String, Boolean> services = new TreeMap<>();
    for (String name : world.services().names()) {
      services.put(name, world.services().isAwake(name));
    }
    return services;
  }

  @Override
  public StoreStatus store() {
    if (configuration.ephemeral()) {
      return new StoreStatus("memory", null, null);
    }
    return configuration.database() == null
        ? new StoreStatus(
            "rocksdb", configuration.data().toString(), configuration.durability().toString())
        : new StoreStatus("postgresql", configuration.database().toString(), null);
  }

  @Override
  public String isolation() {
    probing.lock();
    try {
      if (isolation == null) {
        try (Sandboxes sandboxes = new Sandboxes()) {
          isolation = sandboxes.isolation().label();
        } catch (SandboxException e) {
          isolation = "none";
        }
      }
      return isolation;
    } finally {
      probing.unlock();
    }
  }

  @Override
  public InitStatus init() {
    List<StageStatus> stages = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      stages.add(new StageStatus(stage.label(), scripts.isCompleted(stage)));
    }
    List<ScriptStatus> runs = new ArrayList<>();
    for (ScriptRun run : scripts.runs()) {
      runs.add(
          new ScriptStatus(
              run.stage().label(),
              run.name(),
              run.state().name().toLowerCase(Locale.ROOT),
              run.exitCode(),
              run.milliseconds(),
              run.problem()));
    }
    return new InitStatus(scripts.folder().toString(), stages, runs);
  }
}
