package io.nephele.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** The access key with which a user of this machine is the root user of a program that runs. */
record RootKey(String id, String secret) {
  /** Good where any key is. */
  private static final RootKey ANY = new RootKey("test", "test");

  /** The key that the program gives out, if it is a strict one that runs; else any. */
  static RootKey of(RunningProgram program) throws IOException {
    RunningProgram.Answer answer = program.ask("POST", "/_nephele/iam/root-key");
    return answer == null || answer.status() != 200 ? ANY : read(answer.body());
  }

  private static RootKey read(String body) throws IOException {
    String id = null;
    String secret = null;
    try (JsonParser json = new JsonFactory().createParser(body)) {
      json.nextToken();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        String value = json.nextTextValue();
        if (field.equals("AccessKeyId")) {
          id = value;
        } else {
          secret = value;
        }
      }
    }
    return new RootKey(id, secret);
  }
}
