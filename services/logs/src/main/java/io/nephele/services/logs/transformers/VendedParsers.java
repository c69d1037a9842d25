package io.nephele.services.logs.transformers;

import io.nephele.core.json.JsonText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parsers of the logs that AWS's services write. */
final class VendedParsers {
  /** The fields of a flow log of version 2; those of numbers end with a number sign. */
  private static final String[] VPC = {
    "version#", "accountId", "interfaceId", "srcAddr", "dstAddr", "srcPort#", "dstPort#",
    "protocol#", "packets#", "bytes#", "start#", "end#", "action", "logStatus"
  };

  private static final String[] ROUTE_53 = {
    "version#",
    "queryTimestamp",
    "hostZoneId",
    "queryName",
    "queryType",
    "responseCode",
    "protocol",
    "edgeLocation",
    "resolverIp",
    "ednsClientSubnet"
  };

  private static final String[] CLOUD_FRONT = {
    "date",
    "time",
    "x-edge-location",
    "sc-bytes#",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status#",
    "cs(Referer)",
    "cs(User-Agent)",
    "cs-uri-query",
    "cs(Cookie)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes#",
    "time-taken#",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "fle-status",
    "fle-encrypted-fields",
    "c-port#",
    "time-to-first-byte#",
    "x-edge-detailed-result-type",
    "sc-content-type",
    "sc-content-len#",
    "sc-range-start#",
    "sc-range-end#"
  };

  private VendedParsers() {}

  static Processing vpc(String source) {
    return event -> event.putAll(null, columns(event.text(source).split(" ", -1), VPC));
  }

  static Processing route53(String source) {
    return event -> event.putAll(null, columns(event.text(source).split(" ", -1), ROUTE_53));
  }

  static Processing cloudFront(String source) {
    return event -> {
      Map<String, Object> values = columns(event.text(source).split("\t", -1), CLOUD_FRONT);
      if (values.get("cs(User-Agent)") instanceof String agent) {
        values.put("cs(User-Agent)", decoded(agent));
      }
      event.putAll(null, values);
    };
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private static Map<String, Object> columns(String[] cells, String[] names) {
    if (cells.length != names.length) {
      throw new UntransformableException("needs " + names.length + " fields");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      boolean number = names[i].endsWith("#");
      String name = number ? names[i].substring(0, names[i].length() - 1) : names[i];
      Object parsed = number ? Numbers.of(cells[i]) : null;
      values.put(name, parsed == null ? cells[i] : parsed);
    }
    return values;
  }

  /** {@code time:address:user@database:[process]:level: message}. */
  static Processing postgres(String source) {
    return event -> {
      String text = event.text(source);
      int address = text.indexOf(':', text.indexOf("UTC") + 1);
      int user = text.indexOf(':', address + 1);
      int at = text.indexOf('@', user + 1);
      int database = text.indexOf(":[", at + 1);
      int process = text.indexOf("]:", database + 1);
      int level = text.indexOf(':', process + 2);
      if (address < 0 || user < 0 || at < 0 || database < 0 || process < 0 || level < 0) {
        throw new UntransformableException("not a log line of PostgreSQL");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("logTime", text.substring(0, address));
      values.put("srcIp", text.substring(address + 1, user));
      values.put("userName", text.substring(user + 1, at));
      values.put("dbName", text.substring(at + 1, database));
      values.put("processId", text.substring(database + 2, process));
      values.put("logLevel", text.substring(process + 2, level));
      event.putAll(null, values);
    };
  }

  /** Headers of the request become members by their names, and so do labels. */
  static Processing waf(String source) {
    return event -> {
      if (!(JsonText.parse(event.text(source)) instanceof Map<?, ?> object)) {
        throw new UntransformableException("not a JSON object");
      }
      event.putAll(null, Parsers.texts(object));
      Map<String, Object> headers = named(event.get("httpRequest.headers"));
      if (headers != null) {
        event.put("httpRequest.headers", headers, true);
      }
      Map<String, Object> labels = named(event.get("labels"));
      if (labels != null) {
        event.put("labels", labels, true);
      }
    };
  }

  /** A list of names and values as an object; names alone are told by the last part of them. */
  private static Map<String, Object> named(Object list) {
    if (!(list instanceof List<?> items)) {
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Object item : items) {
      if (item instanceof Map<?, ?> each && each.get("name") instanceof String name) {
        int colon = name.lastIndexOf(':');
        if (each.containsKey("value")) {
          values.put(name, each.get("value"));
        } else if (colon > 0) {
          values.put(name.substring(0, colon), name.substring(colon + 1));
        } else {
          values.put(name, "");
        }
      }
    }
    return values;
  }
}
