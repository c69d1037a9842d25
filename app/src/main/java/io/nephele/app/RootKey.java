package io.nephele.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.nephele.core.World;
import io.nephele.identity.Identity;
import io.nephele.identity.credentials.RootKeys;
import io.nephele.identity.directory.IssuedKey;
import java.io.IOException;

/** The access key with which a user of this machine is the root user of a program that runs. */
record RootKey(String id, String secret) {
  /** Good where any key is. */
  static final RootKey ANY = new RootKey("test", "test");

  /** The key that the program gives out, if it is a strict one that runs; else any. */
  static RootKey of(RunningProgram program) throws IOException {
    RunningProgram.Answer answer = program.ask("POST", "/_nephele/iam/root-key");
    return answer == null || answer.status() != 200 ? ANY : read(answer.body());
  }

  /** The root user's key of a strict world in this JVM. */
  static RootKey of(World world) {
    IssuedKey key =
        new RootKeys(world, Identity.of(world).directory()).of(world.settings().accountId());
    return new RootKey(key.accessKeyId(), key.secret());
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
