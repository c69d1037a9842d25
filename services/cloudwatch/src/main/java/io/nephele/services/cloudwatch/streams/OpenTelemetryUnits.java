package io.nephele.services.cloudwatch.streams;

/** What OpenTelemetry calls CloudWatch's units: the codes of UCUM. */
final class OpenTelemetryUnits {
  private OpenTelemetryUnits() {}

  static String of(String unit) {
    int slash = unit.indexOf('/');
    return slash < 0 ? plain(unit) : plain(unit.substring(0, slash)) + "/s";
  }

  private static String plain(String unit) {
    return switch (unit) {
      case "Seconds" -> "s";
      case "Microseconds" -> "us";
      case "Milliseconds" -> "ms";
      case "Bytes" -> "By";
      case "Kilobytes" -> "kBy";
      case "Megabytes" -> "MBy";
      case "Gigabytes" -> "GBy";
      case "Terabytes" -> "TBy";
      case "Bits" -> "bit";
      case "Kilobits" -> "kbit";
      case "Megabits" -> "MBit";
      case "Gigabits" -> "GBit";
      case "Terabits" -> "Tbit";
      case "Percent" -> "%";
      case "Count" -> "{Count}";
      default -> "1";
    };
  }
}
