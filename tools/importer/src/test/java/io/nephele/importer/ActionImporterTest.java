package io.nephele.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionImporterTest {
  private static final String TOYS =
      """
      {"actions": {
         "TagToy": {"accessLevel": "Tagging, Write", "conditionKeys": ["toys:Colour", "aws:TagKeys"],
           "dependentActions": [], "resourceTypes": []},
         "MakeToy": {"accessLevel": "Write", "conditionKeys": [],
           "resourceTypes": [
             {"name": "toy", "required": true,
              "conditionKeys": ["toys:Age", "toys:Colour", "toys:Size"]},
             {"name": "toy box", "required": false, "conditionKeys": []}]}},
       "resources": {
         "toy": {"arn": "arn:${Partition}:toys:${Region}:${Account}:toy/${ToyId}",
           "conditionKeys": ["toys:Age", "toys:Size"]},
         "toy box": {"arn": "arn:${Partition}:toys:::${Box}", "conditionKeys": []}},
       "conditionKeys": {"toys:Age": "Numeric", "toys:Colour": "String", "aws:TagKeys":
         "ArrayOfString"}}
      """;

  @Test
  void aServiceIsLinesOfKeysResourcesAndActionsSortedByName() {
    assertThat(ActionImporter.lines(Json.object(TOYS.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            """
            key\taws:TagKeys\tArrayOfString
            key\ttoys:Age\tNumeric
            key\ttoys:Colour\tString
            key\ttoys:Size\tString
            resource\ttoy\tarn:${Partition}:toys:${Region}:${Account}:toy/${ToyId}\t1,3
            resource\ttoy box\tarn:${Partition}:toys:::${Box}\t
            action\tMakeToy\tWrite\t\ttoy*=1-3\ttoy box
            action\tTagToy\tTagging\t0,2
            """);
  }

  @Test
  void onlyThePrefixesOfTheListedServicesAreImported(@TempDir Path folder) throws IOException {
    Path reference = folder.resolve("reference.json");
    Files.writeString(reference, "{\"toys\": " + TOYS + ", \"games\": " + TOYS + "}");
    Path services = folder.resolve("services.tsv");
    Files.writeString(services, "service\tprefix\tprincipal\ttagging\ntoyshop\ttoys\t\t\n");
    Path output = folder.resolve("out");
    ActionImporter.main(
        new String[] {reference.toString(), services.toString(), output.toString()});
    assertThat(output.resolve("toys.tsv")).exists();
    assertThat(output.resolve("games.tsv")).doesNotExist();
  }
}
