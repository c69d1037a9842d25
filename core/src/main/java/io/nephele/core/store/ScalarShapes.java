package io.nephele.core.store;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How values without parts are stored. */
final class ScalarShapes {
  private static final long NANOS = 1_000_000_000L;

  /** Whole seconds whose nanoseconds fit a long. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS - 1;

  static final ValueShape TEXT =
      new Scalar(null) {
        @Override
        public void write(Object value, CBORGenerator to) throws IOException {
          to.writeString((String) value);
        }

        @Override
        public Object read(CBORParser from) throws IOException {
          expect(from, JsonToken.VALUE_STRING);
          return from.getText();
        }
      };

  static final ValueShape BOXED_INT = ofInt(null);
  static final ValueShape INT = ofInt(0);
  static final ValueShape BOXED_LONG = ofLong(null);
  static final ValueShape LONG = ofLong(0L);
  static final ValueShape BOXED_DOUBLE = ofDouble(null);
  static final ValueShape DOUBLE = ofDouble(0.0);
  static final ValueShape BOXED_BOOLEAN = ofBoolean(null);
  static final ValueShape BOOLEAN = ofBoolean(false);

  static final ValueShape BYTES =
      new Scalar(null) {
        @Override
        public void write(Object value, CBORGenerator to) throws IOException {
          Bytes bytes = (Bytes) value;
          to.writeBinary(bytes.toStream(), bytes.length());
        }

        @Override
        public Object read(CBORParser from) throws IOException {
          expect(from, JsonToken.VALUE_EMBEDDED_OBJECT);
          return Bytes.of(from.getBinaryValue());
        }
      };

  static final ValueShape INSTANT =
      new Scalar(null) {
        @Override
        public void write(Object value, CBORGenerator to) throws IOException {
          Instant instant = (Instant) value;
          writeTime(instant.getEpochSecond(), instant.getNano(), to);
        }

        @Override
        public Object read(CBORParser from) throws IOException {
          if (from.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            long nanos = from.getLongValue();
            return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
          }
          long[] time = readLongTime(from);
          return Instant.ofEpochSecond(time[0], time[1]);
        }
      };

  static final ValueShape DURATION =
      new Scalar(null) {
        @Override
        public void write(Object value, CBORGenerator to) throws IOException {
          Duration duration = (Duration) value;
          writeTime(duration.getSeconds(), duration.getNano(), to);
        }

        @Override
        public Object read(CBORParser from) throws IOException {
          if (from.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return Duration.ofNanos(from.getLongValue());
          }
          long[] time = readLongTime(from);
          return Duration.ofSeconds(time[0], time[1]);
        }
      };

  private ScalarShapes() {}

  private static ValueShape ofInt(Integer missing) {
    return new Scalar(missing) {
      @Override
      public void write(Object value, CBORGenerator to) throws IOException {
        to.writeNumber((int) (Integer) value);
      }

      @Override
      public Object read(CBORParser from) throws IOException {
        return from.getIntValue();
      }
    };
  }

  private static ValueShape ofLong(Long missing) {
    return new Scalar(missing) {
      @Override
      public void write(Object value, CBORGenerator to) throws IOException {
        to.writeNumber((long) (Long) value);
      }

      @Override
      public Object read(CBORParser from) throws IOException {
        return from.getLongValue();
      }
    };
  }

  private static ValueShape ofDouble(Double missing) {
    return new Scalar(missing) {
      @Override
      public void write(Object value, CBORGenerator to) throws IOException {
        to.writeNumber((double) (Double) value);
      }

      @Override
      public Object read(CBORParser from) throws IOException {
        return from.getDoubleValue();
      }
    };
  }

  private static ValueShape ofBoolean(Boolean missing) {
    return new Scalar(missing) {
      @Override
      public void write(Object value, CBORGenerator to) throws IOException {
        to.writeBoolean((Boolean) value);
      }

      @Override
      public Object read(CBORParser from) throws IOException {
        return from.getBooleanValue();
      }
    };
  }

  /**
   * Nanoseconds as one number where they fit (the years 1677 to 2262), else seconds and
   * nanoseconds.
   */
  private static void writeTime(long seconds, int nanos, CBORGenerator to) throws IOException {
    if (Math.abs(seconds) <= MAX_SECONDS && seconds != Long.MIN_VALUE) {
      to.writeNumber(seconds * NANOS + nanos);
    } else {
      to.writeArray(new long[] {seconds, nanos}, 0, 2);
    }
  }

  private static long[] readLongTime(CBORParser from) throws IOException {
    expect(from, JsonToken.START_ARRAY);
    from.nextToken();
    long seconds = from.getLongValue();
    from.nextToken();
    long nanos = from.getLongValue();
    from.nextToken();
    expect(from, JsonToken.END_ARRAY);
    return new long[] {seconds, nanos};
  }

  static void expect(CBORParser from, JsonToken token) throws IOException {
    if (from.currentToken() != token) {
      throw new IOException(from.currentToken() + " where " + token + " belongs");
    }
  }

  /** A shape with a constant for what is missing. */
  private abstract static class Scalar implements ValueShape {
    private final Object missing;

    Scalar(Object missing) {
      this.missing = missing;
    }

    @Override
    public Object missing() {
      return missing;
    }

    @Override
    public boolean isMissing(Object value) {
      return value == null || value.equals(missing);
    }
  }

  /** Constants by name. */
  static final class OfEnum implements ValueShape {
    private final Map<String, Object> constants = new HashMap<>();
    private final Class<?> type;

    OfEnum(Class<?> type) {
      this.type = type;
      for (Object constant : type.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
    }

    @Override
    public void write(Object value, CBORGenerator to) throws IOException {
      to.writeString(((Enum<?>) value).name());
    }

    @Override
    public Object read(CBORParser from) throws IOException {
      expect(from, JsonToken.VALUE_STRING);
      Object constant = constants.get(from.getText());
      if (constant == null) {
        throw new IOException("no " + type.getSimpleName() + " is named " + from.getText());
      }
      return constant;
    }
  }
}
