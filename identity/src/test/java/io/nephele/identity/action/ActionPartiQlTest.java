package io.nephele.identity.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.access.ProtectedResources;
import io.nephele.model.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which table a PartiQL statement is about, however it is written. */
class ActionPartiQlTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

  private static List<String> needs(String statement) {
    Operation operation = TestCalls.operation("dynamodb", "ExecuteStatement");
    String json = "{\"Statement\":\"" + statement.replace("\"", "\\\"") + "\"}";
    return ActionCatalog.bundled()
        .requests(
            TestCalls.of(operation),
            ActionExamples.request(operation, json),
            ProtectedResources.NONE)
        .stream()
        .map(request -> request.action().substring(9) + " " + request.resource())
        .toList();
  }

  @Test
  void statements() {
    assertThat(needs("select a from people")).containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("  SELECT * FROM \"my-table\" where a='from pets'"))
        .containsExactly("PartiQLSelect " + TABLE + "my-table");
    assertThat(needs("UPDATE \"people\" SET a='x' WHERE id=1"))
        .containsExactly("PartiQLUpdate " + TABLE + "people");
    assertThat(needs("FROM people WHERE id=1 SET a='x'"))
        .containsExactly("PartiQLUpdate " + TABLE + "people");
    assertThat(needs("SELECT a$from FROM people"))
        .containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("DELETE FROM people WHERE id=1"))
        .containsExactly("PartiQLDelete " + TABLE + "people");
    assertThat(needs("EXISTS(SELECT * FROM people WHERE id=1)"))
        .containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("SELECT * FROM people.by_age"))
        .containsExactly("PartiQLSelect " + TABLE + "people/index/by_age");
  }

  @Test
  void textsAndCommentsNameNoTable() {
    assertThat(needs("SELECT 'from pets' FROM people"))
        .containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("SELECT \"from\" FROM people"))
        .containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("SELECT a /* from pets */ FROM people"))
        .containsExactly("PartiQLSelect " + TABLE + "people");
    assertThat(needs("INSERT INTO \"quo\"\"te\" VALUE {'a':1}"))
        .containsExactly("PartiQLInsert " + TABLE + "quo\"te");
  }

  @Test
  void whatIsNoStatementNeedsEverything() {
    assertThat(needs("TRUNCATE people"))
        .containsExactly(
            "PartiQLDelete " + TABLE + "*",
            "PartiQLInsert " + TABLE + "*",
            "PartiQLSelect " + TABLE + "*",
            "PartiQLUpdate " + TABLE + "*");
    assertThat(needs("SELECT 1")).containsExactly("PartiQLSelect " + TABLE + "*");
    assertThat(needs("'")).hasSize(4);
    assertThat(needs("\"unfinished")).hasSize(4);
  }
}
