package io.nephele.app;

import io.nephele.core.identity.AccountIds;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.time.TimeTexts;
import io.nephele.model.Bytes;
import io.nephele.stores.Durability;
import io.nephele.stores.postgres.DatabaseAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How to run.
 *
 * @param listen the address to listen on
 * @param port the port; 0 for any that is free
 * @param data the folder of the world's files
 * @param ephemeral whether the world is kept in memory only
 * @param database the database where the world is kept instead, or null
 * @param durability what a write survives once its caller was answered, if the world is kept
 * @param advertise where other nodes reach this one, or null where it listens
 * @param rootKey what secrets are encrypted under where they are kept, or null for one of its own
 * @param account the account whose root user unknown access keys are
 * @param strict whether keys that were not issued here, and unsigned calls, are refused
 * @param region the region of requests that name none
 * @param throttling whether callers are kept to AWS's request rates
 * @param allowedOrigins further web origins whose pages may use it
 * @param seed what ids and randomness are made of, or null for any
 * @param clock the time at which the world's clock stands at first, or null for the machine's
 * @param eager whether every service is loaded at start
 * @param init the folder of the scripts that run at boot, start, ready and shutdown
 * @param initTimeout how long each of them may take
 * @param xrayDaemon the UDP port for the SDKs of X-Ray; 0 for any that is free, null for none
 * @param detached whether to run in the background; embedded use has no background
 */
public record Configuration(
    String listen,
    int port,
    Path data,
    boolean ephemeral,
    DatabaseAddress database,
    Durability durability,
    String advertise,
    Bytes rootKey,
    String account,
    boolean strict,
    Region region,
    boolean throttling,
    List<String> allowedOrigins,
    Long seed,
    Instant clock,
    boolean eager,
    Path init,
    Duration initTimeout,
    Integer xrayDaemon,
    boolean detached) {

  /** The folder beside the data, where notes on running programs, logs and keys are. */
  Path home() {
    Path parent = data.toAbsolutePath().normalize().getParent();
    return parent == null ? data : parent;
  }

  /**
   * The configuration of those settings.
   *
   * @throws ConfigurationException if a value cannot be used
   */
  static Configuration of(Settings settings) {
    return new Configuration(
        listen(settings),
        port(settings, Setting.PORT),
        folder(settings, Setting.DATA),
        flag(settings, Setting.EPHEMERAL),
        database(settings),
        durability(settings),
        advertise(settings),
        rootKey(settings),
        account(settings),
        flag(settings, Setting.STRICT),
        region(settings),
        flag(settings, Setting.THROTTLING),
        origins(settings),
        seed(settings),
        clock(settings),
        flag(settings, Setting.EAGER),
        folder(settings, Setting.INIT),
        initTimeout(settings),
        settings.get(Setting.XRAY_DAEMON).isEmpty() ? null : port(settings, Setting.XRAY_DAEMON),
        flag(settings, Setting.DETACH));
  }

  private static String listen(Settings settings) {
    String value = settings.get(Setting.LISTEN);
    if (value.isBlank()) {
      throw wrong(settings, Setting.LISTEN, "an address");
    }
    return value;
  }

  private static int port(Settings settings, Setting setting) {
    try {
      int port = Integer.parseInt(settings.get(setting));
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(settings, setting, "a number from 0 to 65535");
  }

  private static Path folder(Settings settings, Setting setting) {
    String value = settings.get(setting);
    try {
      if (!value.isBlank()) {
        return value.equals("~") || value.startsWith("~/")
            ? Path.of(System.getProperty("user.home") + value.substring(1))
            : Path.of(value).toAbsolutePath();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw wrong(settings, setting, "a folder");
  }

  private static Duration initTimeout(Settings settings) {
    try {
      int seconds = Integer.parseInt(settings.get(Setting.INIT_TIMEOUT));
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(settings, Setting.INIT_TIMEOUT, "a number of seconds, at least 1");
  }

  /** The database that keeps the world, or null; a world is kept in one place. */
  private static DatabaseAddress database(Settings settings) {
    String value = settings.get(Setting.DATABASE);
    if (value.isEmpty()) {
      return null;
    }
    String source = settings.source(Setting.DATABASE);
    if (flag(settings, Setting.EPHEMERAL)) {
      throw new ConfigurationException(
          source + " cannot be together with " + settings.source(Setting.EPHEMERAL));
    }
    if (!settings.get(Setting.SEED).isEmpty()) {
      throw new ConfigurationException(
          source
              + " cannot be together with "
              + settings.source(Setting.SEED)
              + ": nothing repeats where nodes share a world");
    }
    if (settings.isSet(Setting.DATA)) {
      throw new ConfigurationException(
          source + " cannot be together with " + settings.source(Setting.DATA));
    }
    try {
      return DatabaseAddress.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(source + ": " + e.getMessage(), e);
    }
  }

  /** A host's name or address. */
  private static String advertise(Settings settings) {
    String value = settings.get(Setting.ADVERTISE);
    if (value.isEmpty()) {
      return null;
    }
    String source = settings.source(Setting.ADVERTISE);
    if (settings.get(Setting.DATABASE).isEmpty()) {
      throw new ConfigurationException(
          source + " is of use only together with " + Setting.DATABASE.option());
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Character.isLetterOrDigit(c) && ".-:".indexOf(c) < 0 || c > 127) {
        throw wrong(settings, Setting.ADVERTISE, "the name or address of a host, without a port");
      }
    }
    return value;
  }

  /** The message never says what was given. */
  private static Bytes rootKey(Settings settings) {
    String value = settings.get(Setting.ROOT_KEY);
    try {
      return value.isBlank() ? null : Bytes.of(RootKey.parse(value));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          settings.source(Setting.ROOT_KEY)
              + " must be 32 bytes in base64, such as openssl rand -base64 32 makes");
    }
  }

  private static boolean flag(Settings settings, Setting setting) {
    return switch (settings.get(setting)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off", "" -> false;
      default -> throw wrong(settings, setting, "true or false");
    };
  }

  private static Durability durability(Settings settings) {
    Durability durability = Durability.of(settings.get(Setting.DURABILITY));
    if (durability == null) {
      throw wrong(settings, Setting.DURABILITY, "strict or relaxed");
    }
    if (settings.isSet(Setting.DURABILITY) && settings.isSet(Setting.DATABASE)) {
      throw new ConfigurationException(
          settings.source(Setting.DURABILITY)
              + " cannot be together with "
              + settings.source(Setting.DATABASE)
              + ", which has its own");
    }
    return durability;
  }

  private static String account(Settings settings) {
    String value = settings.get(Setting.ACCOUNT);
    if (!AccountIds.isAccountId(value)) {
      throw wrong(settings, Setting.ACCOUNT, "12 digits");
    }
    return value;
  }

  private static Region region(Settings settings) {
    Region region = Regions.find(settings.get(Setting.REGION));
    if (region == null) {
      throw wrong(settings, Setting.REGION, "a region of AWS, such as us-east-1");
    }
    return region;
  }

  private static Long seed(Settings settings) {
    String value = settings.get(Setting.SEED);
    try {
      return value.isBlank() ? null : Long.valueOf(value.strip());
    } catch (NumberFormatException e) {
      throw wrong(settings, Setting.SEED, "a whole number");
    }
  }

  private static Instant clock(Settings settings) {
    String value = settings.get(Setting.CLOCK);
    try {
      return value.isBlank() ? null : TimeTexts.instant(value);
    } catch (IllegalArgumentException e) {
      throw wrong(settings, Setting.CLOCK, "a time such as 2026-11-21T18:20:00Z or 2026-11-21");
    }
  }

  private static List<String> origins(Settings settings) {
    List<String> origins = new ArrayList<>();
    for (String part : settings.get(Setting.ALLOW_ORIGINS).split(",")) {
      String origin = part.strip();
      if (origin.isEmpty()) {
        continue;
      }
      if (!origin.equals("*") && (!origin.contains("://") || origin.endsWith("/"))) {
        throw wrong(
            settings, Setting.ALLOW_ORIGINS, "origins, such as https://shop.test:3000, or *");
      }
      origins.add(origin);
    }
    return List.copyOf(origins);
  }

  private static ConfigurationException wrong(Settings settings, Setting setting, String wanted) {
    return new ConfigurationException(
        settings.source(setting) + " is '" + settings.get(setting) + "', but must be " + wanted);
  }
}
