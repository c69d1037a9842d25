package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@NepheleTest
final class PartiQlSelectTest {
  @Inject DynamoDbClient dynamo;

  /** Songs of three artists: for each of a, b and c the years 1 to 4. */
  private void songs(String table) {
    TestTables.create(
        dynamo,
        table,
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("artist", ScalarAttributeType.S),
                    TablesTest.attribute("year", ScalarAttributeType.N),
                    TablesTest.attribute("label", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("artist"), TablesTest.range("year"))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("by-label")
                        .keySchema(TablesTest.hash("label"), TablesTest.range("year"))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
                .localSecondaryIndexes(
                    LocalSecondaryIndex.builder()
                        .indexName("local")
                        .keySchema(TablesTest.hash("artist"), TablesTest.range("label"))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
    for (String artist : List.of("a", "b", "c")) {
      for (int year = 1; year <= 4; year++) {
        Map<String, AttributeValue> song =
            item(
                "artist",
                artist,
                "year",
                year,
                "label",
                year % 2 == 0 ? "even" : "odd",
                "title",
                artist + year,
                "tags",
                AttributeValue.fromL(List.of(s("x" + year), n(year))),
                "info",
                AttributeValue.fromM(Map.of("length", n(year * 100L), "deep", deep(year))));
        dynamo.putItem(r -> r.tableName(table).item(song));
      }
    }
    dynamo.putItem(r -> r.tableName(table).item(item("artist", "d", "year", 9)));
  }

  private static AttributeValue deep(int year) {
    return AttributeValue.fromM(Map.of("years", AttributeValue.fromL(List.of(n(year)))));
  }

  private ExecuteStatementResponse execute(String statement, AttributeValue... parameters) {
    return dynamo.executeStatement(
        r -> {
          r.statement(statement);
          if (parameters.length > 0) {
            r.parameters(parameters);
          }
        });
  }

  private List<String> titles(String statement, AttributeValue... parameters) {
    List<String> titles = new ArrayList<>();
    for (Map<String, AttributeValue> each : execute(statement, parameters).items()) {
      titles.add(each.get("title").s());
    }
    return titles;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "artist = 'a' AND \"year\" = 2 | a2",
        "artist = ? AND \"year\" >= 3 | a3,a4",
        "'a' = artist AND 3 < \"year\" | a4",
        "artist = 'a' AND \"year\" BETWEEN 2 AND 3 | a2,a3",
        "artist = 'a' AND \"year\" = 2 AND title = 'a3' | ``",
        "artist = 'a' AND NOT \"year\" = 2 | a1,a3,a4",
        "artist = 'a' AND \"year\" <> 2 | a1,a3,a4",
        "artist = 'a' AND \"year\" != 2 | a1,a3,a4",
        "artist = 'a' AND \"year\" NOT IN (1, 2, 3) | a4",
        "artist = 'a' AND label IN ['odd'] | a1,a3",
        "artist = 'a' ORDER BY \"year\" DESC | a4,a3,a2,a1",
        "artist IN ['b', 'a'] AND \"year\" = 1 | b1,a1",
        "artist IN ['a', 'b'] AND \"year\" = 1 ORDER BY artist DESC | b1,a1",
        "artist IN ['b', 'a'] AND \"year\" < 3 ORDER BY artist ASC, \"year\" DESC | a2,a1,b2,b1",
        "(artist = 'a' AND \"year\" = 1) OR (artist = 'b' AND \"year\" = 2) | a1,b2",
        "artist = 'a' AND \"year\" > 1 AND \"year\" < 4 | a2,a3",
        "artist = 'a' AND \"year\" > 3 OR artist = 'a' AND \"year\" <= 2 | a1,a2,a4",
        "artist = 'a' AND NOT \"year\" = 1 OR artist = 'a' AND \"year\" = 2 | a2,a3,a4",
        "artist = 'a' OR artist = 'a' AND NOT \"year\" = 1 | a1,a2,a3,a4",
        "artist = 'a' AND begins_with(title, 'a4') | a4",
        "artist = 'a' AND begins_with(title, 'a4') = true | a4",
        "artist = 'a' AND BEGINS_WITH(title, 'a4') = FALSE | a1,a2,a3",
        "artist = 'a' AND contains(tags, 'x3') | a3",
        "artist = 'a' AND tags[1] = 3 | a3",
        "artist = 'a' AND info.\"length\" >= 4e2 | a4",
        "artist = 'a' AND info.deep.years[0] = 1 | a1",
        "artist = 'a' AND size(title) = 2 AND \"year\" = 1 | a1",
        "artist = 'a' AND attribute_type(tags, 'L') AND \"year\" = 1 | a1",
        "artist = 'a' AND title IS STRING AND \"year\" = 1 | a1",
        "artist = 'a' AND title IS NOT LIST AND \"year\" = 1 | a1",
        "artist = 'a' AND title IS MISSING | ``",
        "artist = 'a' AND nothing IS MISSING AND \"year\" = 1 | a1",
        "artist = 'a' AND title IS NOT MISSING AND \"year\" = 1 | a1",
        "artist = 'a' AND attribute_not_exists(nothing) AND \"year\" = 1 | a1",
        "artist = 'a' AND (\"year\" = 1 OR \"year\" = 2) AND label = 'odd' | a1",
        "artist = 'a' /* a comment */ AND \"year\" = 1 -- another | a1",
        "artist = 'a' AND info = {'length': 100, 'deep': {'years': [1]}} | a1",
      })
  void conditions(String where, String titles) {
    String table = "conditions-" + Integer.toHexString(where.hashCode());
    songs(table);
    AttributeValue[] parameters =
        where.contains("?") ? new AttributeValue[] {s("a")} : new AttributeValue[0];
    String found =
        String.join(",", titles("SELECT * FROM \"" + table + "\" WHERE " + where, parameters));
    assertThat(found).isEqualTo(titles);
  }

  @Test
  void pathsAreAnsweredUnderTheirLastNames() {
    songs("paths");
    String where = " FROM paths WHERE artist = 'a' AND \"year\" = 2";
    assertThat(
            execute("SELECT title, info.\"length\", tags[1], info.deep.years[0], none" + where)
                .items())
        .containsExactly(item("title", "a2", "length", 200, "tags[1]", 2, "years[0]", 2));
    assertThat(execute("select none" + where).items()).containsExactly(Map.of());
    assertInvalid(
        () -> execute("SELECT title, info.title" + where),
        "Duplicate identifiers in select clause: title");
  }

  @Test
  void pagesGoOnWhereTheyEnded() {
    songs("pages");
    String all = "SELECT title FROM pages WHERE artist IN ['a', 'b'] AND \"year\" > 1";
    List<String> titles = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String next = token;
      ExecuteStatementResponse page =
          dynamo.executeStatement(r -> r.statement(all).limit(2).nextToken(next));
      for (Map<String, AttributeValue> each : page.items()) {
        titles.add(each.get("title").s());
      }
      token = page.nextToken();
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      pages++;
    } while (token != null && pages < 10);
    assertThat(titles).containsExactly("a2", "a3", "a4", "b2", "b3", "b4");

    String first = dynamo.executeStatement(r -> r.statement(all).limit(2)).nextToken();
    assertInvalid(
        () ->
            dynamo.executeStatement(
                r -> r.statement("SELECT * FROM pages").limit(2).nextToken(first)),
        "NextToken does not match request");
    assertInvalid(
        () -> dynamo.executeStatement(r -> r.statement(all).nextToken("nothing")),
        "Invalid NextToken");
  }

  @Test
  void withoutThePartitionKeyAllIsScanned() {
    songs("scanned");
    ExecuteStatementResponse found =
        dynamo.executeStatement(
            r ->
                r.statement("SELECT * FROM scanned WHERE title = 'b3'")
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertThat(found.items()).hasSize(1);
    assertThat(found.consumedCapacity().tableName()).isEqualTo("scanned");
    assertThat(found.consumedCapacity().capacityUnits()).isEqualTo(0.5);
    assertThat(execute("SELECT * FROM scanned").items()).hasSize(13);
    assertThat(
            dynamo
                .executeStatement(
                    r -> r.statement("SELECT * FROM scanned WHERE title = 'b3'").limit(1))
                .nextToken())
        .isNotNull();
  }

  @Test
  void indexesAreRead() {
    songs("indexed");
    assertThat(
            execute("SELECT artist FROM indexed.\"by-label\" WHERE label = 'odd' AND \"year\" = 3")
                .items())
        .containsExactlyInAnyOrder(item("artist", "a"), item("artist", "b"), item("artist", "c"));
    assertThat(titles("SELECT title FROM indexed.\"local\" WHERE artist = 'a' AND label = 'odd'"))
        .containsExactlyInAnyOrder("a1", "a3");
    assertInvalid(
        () -> execute("SELECT title FROM indexed.\"by-label\" WHERE label = 'odd'"),
        "One or more parameter values were invalid: Global secondary index by-label does not"
            + " project [title]");
    assertInvalid(
        () -> execute("SELECT * FROM indexed.\"local\" WHERE artist = 'a' AND title = 'a1'"),
        "One or more parameter values were invalid: Secondary index local does not project one or"
            + " more filter attributes: [title]");
    assertInvalid(
        () ->
            dynamo.executeStatement(
                r ->
                    r.statement("SELECT * FROM indexed.\"by-label\" WHERE label = 'odd'")
                        .consistentRead(true)),
        "Strongly consistent read is not supported on Global Secondary Indexes");
    assertInvalid(
        () -> execute("SELECT * FROM indexed.none WHERE label = 'odd'"),
        "The table does not have the specified index");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ORDER BY artist | Must have WHERE clause in the statement when using ORDER BY clause.",
        "WHERE title = 'x' ORDER BY artist | Must have at least one non-optional hash key condition"
            + " in WHERE clause when using ORDER BY clause.",
        "WHERE artist = 'a' ORDER BY title | Variable reference title in ORDER BY clause must be"
            + " part of the primary key",
        "WHERE artist IN ['a', 'b'] ORDER BY \"year\" | Must have hash key in ORDER BY clause when"
            + " more than one hash key condition specified in WHERE clause.",
        "WHERE artist = 'a' AND \"year\" > 1 OR artist = 'a' AND \"year\" < 3 | Overlapping"
            + " conditions with range keys are not supported in where clause",
        "WHERE artist = 'a' AND \"year\" = 1 OR artist = 'a' AND \"year\" BETWEEN 1 AND 2 |"
            + " Overlapping conditions with range keys are not supported in where clause",
        "WHERE artist = 5 | One or more parameter values were invalid: Condition parameter type"
            + " does not match schema type",
      })
  void readsThatTheTableDoesNotAllow(String rest, String message) {
    String table = "refused-" + Integer.toHexString(rest.hashCode());
    songs(table);
    assertInvalid(() -> execute("SELECT * FROM \"" + table + "\" " + rest), message);
  }

  @Test
  void indexesWithKeysOfManyAttributesAreRefused() {
    TestTables.create(
        dynamo,
        "many",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("h1", ScalarAttributeType.S),
                    TablesTest.attribute("h2", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("gsi")
                        .keySchema(TablesTest.hash("h1"), TablesTest.hash("h2"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build()));
    String refused =
        "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or"
            + " multi-attribute RANGE keys.";
    for (String rest : List.of("", " WHERE h1 = 'a'", " WHERE h1 = 5", " WHERE pk = 'x'")) {
      assertInvalid(() -> execute("SELECT * FROM many.gsi" + rest), refused);
    }
    assertThat(
            dynamo
                .batchExecuteStatement(
                    r ->
                        r.statements(
                            BatchStatementRequest.builder()
                                .statement("SELECT * FROM many.gsi WHERE h1 = 'a'")
                                .build()))
                .responses()
                .getFirst()
                .error()
                .message())
        .isEqualTo(refused);
    assertThat(execute("SELECT * FROM many WHERE pk = 'x'").items()).isEmpty();
  }
}
