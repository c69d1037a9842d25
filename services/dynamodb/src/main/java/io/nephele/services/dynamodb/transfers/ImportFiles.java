package io.nephele.services.dynamodb.transfers;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.system.IonReaderBuilder;
import com.github.luben.zstd.ZstdInputStream;
import io.nephele.api.s3.GetObjectRequest;
import io.nephele.api.s3.ListObjectsV2Output;
import io.nephele.api.s3.ListObjectsV2Request;
import io.nephele.api.s3.S3;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.items.ItemWrites;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the files of imports, with the caller's permissions. */
public final class ImportFiles {
  private static final int PIECE = 100;

  /** A line of an item cannot be longer, whatever its bytes are written as. */
  private static final int LONGEST_LINE = 4 * 1024 * 1024;

  private final World world;
  private final ItemStore items;

  /** Reads into that store. */
  public ImportFiles(World world, ItemStore items) {
    this.world = world;
    this.items = items;
  }

  /** Reads all files of an import into its table; returns it as it has come out. */
  ImportRow read(ImportRow row, TableDefinition table, Call call) {
    Reading reading = new Reading(row, table, call);
    String failureCode = null;
    String failureMessage = null;
    try {
      reading.all();
    } catch (AwsException e) {
      failureCode = "S3" + e.code();
      failureMessage = e.getMessage();
    } catch (IOException e) {
      failureCode = "InvalidFile";
      failureMessage = e.getMessage();
    }
    return new ImportRow(
        row.id(),
        row.tableArn(),
        row.tableId(),
        row.clientToken(),
        row.bucket(),
        row.bucketOwner(),
        row.prefix(),
        row.format(),
        row.compression(),
        row.delimiter(),
        row.headers(),
        row.startedAt(),
        world.clock().millis(),
        failureCode,
        failureMessage,
        reading.bytes,
        reading.processed,
        reading.imported,
        reading.errors);
  }

  private final class Reading {
    private final ImportRow row;
    private final TableDefinition table;
    private final Call call;
    private final List<Map<String, Value>> pending = new ArrayList<>();
    private long bytes;
    private long processed;
    private long imported;
    private long errors;

    private Reading(ImportRow row, TableDefinition table, Call call) {
      this.row = row;
      this.table = table;
      this.call = call;
    }

    private void all() throws IOException {
      String token = null;
      do {
        ListObjectsV2Output page =
            world.call(
                S3.ListObjectsV2,
                new ListObjectsV2Request()
                    .bucket(row.bucket())
                    .prefix(row.prefix())
                    .expectedBucketOwner(row.bucketOwner())
                    .continuationToken(token),
                call.principal(),
                call.region());
        if (page.contents() != null) {
          for (io.nephele.api.s3.Object file : page.contents()) {
            file(file.key());
          }
        }
        token = page.nextContinuationToken();
      } while (token != null);
      flush();
    }

    private void file(String key) throws IOException {
      GetObjectRequest request =
          new GetObjectRequest()
              .bucket(row.bucket())
              .key(key)
              .expectedBucketOwner(row.bucketOwner());
      try (InputStream stored =
              world.call(S3.GetObject, request, call.principal(), call.region()).body().open();
          InputStream unpacked = unpacked(stored)) {
        switch (row.format()) {
          case "CSV" -> csv(text(unpacked));
          case "ION" -> ion(unpacked);
          default -> json(text(unpacked));
        }
      }
    }

    private InputStream unpacked(InputStream stored) throws IOException {
      return switch (row.compression()) {
        case "GZIP" -> new GZIPInputStream(stored);
        case "ZSTD" -> new ZstdInputStream(stored);
        default -> stored;
      };
    }

    private static BufferedReader text(InputStream in) {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private void ion(InputStream file) throws IOException {
      BoundedInput bounded = new BoundedInput(file, LONGEST_LINE);
      try (IonReader ion = IonReaderBuilder.standard().build(bounded)) {
        for (IonType type = ion.next(); type != null; type = ion.next()) {
          add(ItemIon.item(ion));
          bounded.begin();
        }
      } catch (IonException e) {
        throw e.getCause() instanceof IOException read
            ? read
            : new IOException("The file is no Amazon Ion: " + e.getMessage(), e);
      } finally {
        bytes += bounded.count();
      }
    }

    private void json(BufferedReader lines) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        if (c == '\n') {
          jsonLine(line.toString().strip());
          line.setLength(0);
        } else if (line.length() == LONGEST_LINE) {
          throw new IOException("A line is longer than an item can be");
        } else {
          line.append((char) c);
        }
      }
      jsonLine(line.toString().strip());
    }

    private void jsonLine(String line) {
      if (line.isEmpty()) {
        return;
      }
      Map<String, Value> item;
      try {
        item = ItemJson.item(line);
      } catch (IllegalArgumentException | ClassCastException | AwsException e) {
        item = null;
      }
      bytes += line.length() + 1L;
      add(item);
    }

    private void csv(BufferedReader text) throws IOException {
      CsvLines lines =
          new CsvLines(text, row.delimiter() == null ? ',' : row.delimiter().charAt(0));
      List<String> headers = row.headers() == null ? lines.next() : row.headers();
      for (List<String> line = lines.next(); line != null; line = lines.next()) {
        for (String value : line) {
          bytes += value.length() + 1L;
        }
        add(csvItem(headers, line));
      }
    }

    private Map<String, Value> csvItem(List<String> headers, List<String> line) {
      if (line.size() > headers.size()) {
        return null;
      }
      Map<String, Value> item = new LinkedHashMap<>();
      try {
        for (int i = 0; i < line.size(); i++) {
          if (!line.get(i).isEmpty()) {
            item.put(headers.get(i), typed(headers.get(i), line.get(i)));
          }
        }
      } catch (IllegalArgumentException | AwsException e) {
        return null;
      }
      return item;
    }

    /** Columns are texts, but for the attributes of keys. */
    private Value typed(String name, String text) {
      return switch (table.row().attributes().getOrDefault(name, "S")) {
        case "N" -> Value.N.of(text);
        case "B" -> new Value.B(io.nephele.model.Bytes.of(Base64.getDecoder().decode(text)));
        default -> new Value.S(text);
      };
    }

    private void add(Map<String, Value> item) {
      processed++;
      if (item == null) {
        errors++;
        return;
      }
      try {
        ItemKeys.ofItem(table, item);
        ItemKeys.checkIndexKeys(table, item);
        ItemWrites.checkSize(item);
      } catch (AwsException e) {
        errors++;
        return;
      }
      pending.add(item);
      if (pending.size() == PIECE) {
        flush();
      }
    }

    private void flush() {
      world
          .store()
          .write(
              transaction -> {
                for (Map<String, Value> item : pending) {
                  ItemKey key = ItemKeys.ofItem(table, item);
                  byte[] stored = items.get(transaction, key);
                  Map<String, Value> before =
                      stored == null ? null : ItemCodec.INSTANCE.decode(stored);
                  items.write(
                      transaction, table, key, stored, before, item, ItemChange.Cause.CALLER);
                }
                return null;
              });
      imported += pending.size();
      pending.clear();
    }
  }
}
