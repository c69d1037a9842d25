package io.nephele.app.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.app.localstack.LocalStackNames.Found;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalStackNamesTest {
  private static final Set<String> TAKEN =
      Set.of(
          "listen",
          "port",
          "address",
          "persistence",
          "data",
          "region",
          "origins",
          "all-origins",
          "eager");

  private final LocalStackNames names = LocalStackNames.read();

  private List<Found> in(String... variables) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return names.in(environment);
  }

  @Test
  void saysOfEachNameEitherWhatItIsTakenForOrWhyItHasNoEffect() {
    assertThat(names.names()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    for (String name : names.names()) {
      assertThat(name).matches("[A-Z][A-Z0-9_]+\\*?");
      List<Found> found = in(name, "x");
      assertThat(found).as(name).hasSize(1);
      Found one = found.getFirst();
      int meanings =
          (one.taken() == null ? 0 : 1)
              + (one.service() == null ? 0 : 1)
              + (one.hint() == null ? 0 : 1);
      assertThat(meanings).as(name).isEqualTo(1);
      if (one.taken() != null) {
        assertThat(TAKEN).contains(one.taken());
      }
      if (one.hint() != null) {
        assertThat(one.hint()).as(name).doesNotEndWith(".").matches("\\S.*\\S");
      }
    }
  }

  @Test
  void knowsNamesWithAndWithoutThePrefix() {
    Found plain = in("PERSISTENCE", "1").getFirst();
    assertThat(plain.taken()).isEqualTo("persistence");
    Found prefixed = in("LOCALSTACK_PERSISTENCE", "1").getFirst();
    assertThat(prefixed.variable()).isEqualTo("LOCALSTACK_PERSISTENCE");
    assertThat(prefixed.taken()).isEqualTo("persistence");
    assertThat(in("LOCALSTACK_HOST", "x:1").getFirst().hint()).startsWith("URLs in answers");
  }

  @Test
  void knowsWholeFamiliesOfNames() {
    assertThat(in("PROVIDER_OVERRIDE_SQS", "v2").getFirst().hint())
        .startsWith("there is one implementation");
    assertThat(in("LAMBDA_LIMITS_CODE_SIZE_ZIPPED", "1").getFirst().service()).isEqualTo("lambda");
  }

  @Test
  void leavesOtherVariablesAlone() {
    assertThat(
            in(
                "PATH", "/bin",
                "HOSTNAME", "h",
                "TMPDIR", "/tmp",
                "DOCKER_HOST", "unix:///x",
                "LAMBDA_TASK_ROOT", "/var/task",
                "AWS_REGION", "eu-west-1",
                "NEPHELE_PORT", "1",
                "EDGE_PORT", ""))
        .isEmpty();
  }

  @Test
  void namesWhatBeginsSoAndIsUnknown() {
    assertThat(in("LOCALSTACK_NONSENSE", "1"))
        .extracting(Found::variable, Found::hint)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(
                "LOCALSTACK_NONSENSE", "nothing here is called so"));
  }

  @Test
  void hasTheMoreImportantNamesFirst() {
    assertThat(in("EDGE_PORT", "1", "GATEWAY_LISTEN", ":2", "LOCALSTACK_X", "y"))
        .extracting(Found::variable)
        .containsExactly("GATEWAY_LISTEN", "EDGE_PORT", "LOCALSTACK_X");
  }
}
