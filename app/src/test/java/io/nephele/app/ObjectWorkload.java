package io.nephele.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writers of objects, which remember what was acknowledged, and compare that with what is there.
 * Every key is one writer's; what is written to it are bodies of numbers that grow, 0 being no
 * object. All bodies are large enough to be files.
 */
final class ObjectWorkload {
  private static final int THREADS = 6;
  private static final int KEYS = 4;
  private static final int SMALLEST = 17 * 1024;
  private static final int LARGEST = 120 * 1024;
  private static final String BUCKET = "/killed-bucket";
  private static final Pattern UPLOAD = Pattern.compile("<Upload>.*?</Upload>");

  private final Random random;
  private final Map<String, Integer> begun = new ConcurrentHashMap<>();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private URI endpoint;
  private int left;

  ObjectWorkload(long seed) {
    this.random = new Random(seed);
  }

  /** How many changes were acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** How many objects there were when it was looked last. */
  int left() {
    return left;
  }

  /** Works with the program there from now on. */
  void prepare(URI program) throws IOException, InterruptedException {
    endpoint = program;
    try (HttpClient client = client()) {
      send(client, "PUT", BUCKET, null, new byte[0], 200);
    }
  }

  /**
   * Runs until something fails, which it does after the kill; the kill comes after so many calls.
   * Whether all ended because of it.
   */
  boolean run(int callsBeforeKill, Runnable kill) throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int writer = i;
      Random own = new Random(random.nextLong());
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (HttpClient client = client()) {
                      while (true) {
                        step(client, writer, own);
                        if (calls.getAndIncrement() == callsBeforeKill) {
                          kill.run();
                        }
                      }
                    } catch (IOException e) {
                      failures.incrementAndGet(); // the program is gone
                    } catch (InterruptedException | RuntimeException | AssertionError e) {
                      wrong.compareAndSet(null, e);
                      kill.run();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).as("an answer that none should get").isNull();
    return failures.get() == THREADS;
  }

  private void step(HttpClient client, int writer, Random own)
      throws IOException, InterruptedException {
    String key = "w" + writer + "-" + own.nextInt(KEYS);
    if (writer % 3 == 2) {
      putInParts(client, key);
    } else if (writer % 3 == 1 && own.nextInt(3) == 0) {
      begun.put(key, 0);
      send(client, "DELETE", path(key), null, new byte[0], 204);
      end(key, 0);
    } else {
      int number = begin(key);
      send(client, "PUT", path(key), number, body(key, number), 200);
      end(key, number);
    }
  }

  private void putInParts(HttpClient client, String key) throws IOException, InterruptedException {
    int number = begin(key);
    String begunUpload = send(client, "POST", path(key) + "?uploads", number, new byte[0], 200);
    String query = "uploadId=" + element(begunUpload, "UploadId");
    send(client, "PUT", path(key) + "?partNumber=1&" + query, null, body(key, number), 200);
    String parts = send(client, "GET", path(key) + "?" + query, null, new byte[0], 200);
    String etag = element(parts, "ETag");
    String complete =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + etag
            + "</ETag></Part></CompleteMultipartUpload>";
    send(client, "POST", path(key) + "?" + query, null, complete.getBytes(UTF_8), 200);
    end(key, number);
  }

  private static String path(String key) {
    return BUCKET + "/" + key;
  }

  private int begin(String key) {
    int number = numbers.incrementAndGet();
    begun.put(key, number);
    return number;
  }

  private void end(String key, int number) {
    done.put(key, number);
    acknowledged.incrementAndGet();
  }

  /** The bytes that a key gets with a number, and no other. */
  private static byte[] body(String key, int number) {
    Random own = new Random(key.hashCode() * 31L + number);
    byte[] body = new byte[SMALLEST + own.nextInt(LARGEST - SMALLEST)];
    own.nextBytes(body);
    return body;
  }

  /** Compares what is there with what was acknowledged; afterwards nothing is uncertain. */
  void verify() throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      abortUploads(client);
      Map<String, Integer> found = new TreeMap<>();
      for (int writer = 0; writer < THREADS; writer++) {
        for (int i = 0; i < KEYS; i++) {
          String key = "w" + writer + "-" + i;
          int is = number(client, key);
          int acknowledgedLast = done.getOrDefault(key, 0);
          assertThat(is)
              .as("%s, of which %d was acknowledged last", key, acknowledgedLast)
              .isIn(acknowledgedLast, begun.getOrDefault(key, 0));
          begun.put(key, is);
          done.put(key, is);
          if (is > 0) {
            found.put(key, is);
          }
        }
      }
      String listed = send(client, "GET", BUCKET + "?list-type=2", null, new byte[0], 200);
      for (String key : found.keySet()) {
        assertThat(listed).contains("<Key>" + key + "</Key>");
      }
      assertThat(listed).contains("<KeyCount>" + found.size() + "</KeyCount>");
      left = found.size();
    }
  }

  /** The number of the object that is there, of which every byte is as it was put; 0 for none. */
  private int number(HttpClient client, String key) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            request("GET", path(key), null, new byte[0]), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() == 404) {
      return 0;
    }
    assertThat(answer.statusCode()).as(key).isEqualTo(200);
    int number = Integer.parseInt(answer.headers().firstValue("x-amz-meta-number").orElseThrow());
    assertThat(answer.body()).as(key).isEqualTo(body(key, number));
    return number;
  }

  /** Those that a kill has interrupted. */
  private void abortUploads(HttpClient client) throws IOException, InterruptedException {
    String uploads = send(client, "GET", BUCKET + "?uploads", null, new byte[0], 200);
    Matcher upload = UPLOAD.matcher(uploads);
    while (upload.find()) {
      String query = "?uploadId=" + element(upload.group(), "UploadId");
      send(client, "DELETE", path(element(upload.group(), "Key")) + query, null, new byte[0], 204);
    }
  }

  private static String element(String xml, String name) {
    int start = xml.indexOf("<" + name + ">") + name.length() + 2;
    return xml.substring(start, xml.indexOf("</" + name + ">"));
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private String send(
      HttpClient client, String method, String path, Integer number, byte[] body, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request(method, path, number, body), HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(answer.statusCode()).as(method + " " + path + answer.body()).isEqualTo(status);
    return answer.body();
  }

  private HttpRequest request(String method, String path, Integer number, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (number != null) {
      request.header("x-amz-meta-number", number.toString());
    }
    return request.build();
  }
}
