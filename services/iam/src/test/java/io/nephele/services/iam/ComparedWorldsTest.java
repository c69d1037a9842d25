package io.nephele.services.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.World;
import io.nephele.core.worlds.DiffOptions;
import io.nephele.core.worlds.DiffText;
import io.nephele.core.worlds.WorldDiff;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** What is told of worlds whose users and keys differ. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
class ComparedWorldsTest {
  private static IamClient client(Nephele nephele, String accessKeyId) {
    return Clients.create(
        IamClient.class, nephele, "us-east-1", AwsBasicCredentials.create(accessKeyId, "x"));
  }

  private static String differences(World before, World after) {
    WorldDiff diff = new WorldDiff(DiffOptions.DEFAULT, before.services()::table, before.rootKey());
    StringBuilder text = new StringBuilder();
    before
        .store()
        .read(
            a ->
                after
                    .store()
                    .read(
                        b -> {
                          try {
                            return diff.compare(a, b, new DiffText(text, "a", "b"));
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }));
    return text.toString();
  }

  @Test
  void usersAreToldAndTheirSecretsAreNot(Nephele nephele) {
    IamClient original = client(nephele, "000000000000");
    original.createUser(r -> r.userName("ann").path("/a/"));
    nephele.worlds().fork("default", "trial");
    IamClient fork = client(nephele, "trial.000000000000");
    fork.updateUser(r -> r.userName("ann").newPath("/b/"));
    fork.createUser(r -> r.userName("bob"));
    fork.createLoginProfile(r -> r.userName("bob").password("Secret-pass1"));
    AccessKey key = fork.createAccessKey(r -> r.userName("bob")).accessKey();
    String told = differences(nephele.world(), nephele.worlds().find("trial"));
    assertThat(told)
        .contains("path: \"/a/\" -> \"/b/\"\n")
        .containsPattern("  \\+ 000000000000 .*bob\n")
        .contains(key.accessKeyId())
        .containsPattern("      secret: \"\\(secret [0-9a-f]{8}\\)\"\n")
        .containsPattern("      hashes: \"\\(secret [0-9a-f]{8}\\)\"\n")
        .doesNotContain(key.secretAccessKey())
        .doesNotContain("hex:");
  }
}
