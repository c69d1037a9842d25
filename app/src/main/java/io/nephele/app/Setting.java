package io.nephele.app;

import java.util.Locale;

/**
 * What a user may set: by an option of that name, an environment variable, or a line in
 * nephele.yaml.
 */
enum Setting {
  PORT("port", "PORT", "the port to listen on; 0 for any that is free", "4566"),
  LISTEN("listen", "ADDRESS", "the address to listen on; 0.0.0.0 for all", "127.0.0.1"),
  DATA("data", "DIR", "the folder where the world is kept", "~/.nephele/data"),
  EPHEMERAL(
      "ephemeral", null, "keep nothing: the world is in memory and ends with the run", "false"),
  DATABASE(
      "database",
      "URL",
      "a database that speaks PostgreSQL's protocol, where many can keep one world:"
          + " postgresql://user:password@host:port/database",
      ""),
  DURABILITY(
      "durability",
      "PROMISE",
      "what an answered write survives: relaxed (the end of the process, however it ends; a power"
          + " cut may take the last second's) or strict (a power cut too)",
      "relaxed"),
  ADVERTISE(
      "advertise",
      "ADDRESS",
      "where other nodes that share the database reach this one; the address to listen on if not"
          + " said, or the machine's if that is every address",
      ""),
  ROOT_KEY(
      "root-key",
      "KEY",
      "the key that secrets are encrypted under where they are kept, 32 bytes in base64; better"
          + " given by its environment variable; root.key in the data folder if not said",
      ""),
  ACCOUNT("account", "ID", "the account whose root user unknown access keys are", "000000000000"),
  STRICT(
      "strict", null, "refuse access keys that were not issued here, and unsigned calls", "false"),
  REGION("region", "REGION", "the region of requests that name none", "us-east-1"),
  THROTTLING("throttling", "on|off", "answer calls above AWS's request rates as AWS does", "off"),
  ALLOW_ORIGINS(
      "allow-origins",
      "ORIGINS",
      "further web origins whose pages may use it, separated by commas; * for all",
      ""),
  WORLD("world", "NAME", "the world that the command is about", "default"),
  SEED("seed", "NUMBER", "make ids and randomness those of that number, the same in every run", ""),
  CLOCK("clock", "TIME", "begin a world at that time, frozen; nephele clock turns it", ""),
  EAGER("eager", null, "load every service at start, not each at its first call", "false"),
  INIT(
      "init",
      "DIR",
      "the folder of the scripts to run: boot.d, start.d, ready.d, shutdown.d",
      "init"),
  INIT_TIMEOUT("init-timeout", "SECONDS", "how long each of those scripts may take", "300"),
  XRAY_DAEMON(
      "xray-daemon",
      "PORT",
      "the UDP port where the SDKs of X-Ray send segments, usually 2000; 0 for any that is free,"
          + " none if not said",
      ""),
  DETACH("detach", null, "run in the background", "false");

  private final String key;
  private final String parameter;
  private final String description;
  private final String fallback;

  Setting(String key, String parameter, String description, String fallback) {
    this.key = key;
    this.parameter = parameter;
    this.description = description;
    this.fallback = fallback;
  }

  /** The key in nephele.yaml. */
  String key() {
    return key;
  }

  /** The option. */
  String option() {
    return "--" + key;
  }

  /** The environment variable. */
  String variable() {
    return "NEPHELE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** What the option's value is called, or null where the option has none. */
  String parameter() {
    return parameter;
  }

  String description() {
    return description;
  }

  /** The value where nothing is set. */
  String fallback() {
    return fallback;
  }
}
