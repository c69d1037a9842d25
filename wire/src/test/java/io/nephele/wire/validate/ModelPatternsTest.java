package io.nephele.wire.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.Member;
import io.nephele.model.Models;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelPatternsTest {
  /**
   * Patterns of models are of no one dialect; one that Java does not read would break every request
   * with its member.
   */
  @Test
  void allPatternsOfAllModelsCompile() {
    Set<String> patterns = new HashSet<>();
    for (String name : Models.bundled().entries().keySet()) {
      Service service = Models.bundled().service(name);
      for (String shapeName : service.shapeNames()) {
        Shape shape = service.shape(shapeName);
        patterns.add(shape.constraints().pattern());
        for (Member member : shape.members()) {
          patterns.add(member.constraints().pattern());
        }
      }
    }
    patterns.remove(null);
    assertThat(patterns).hasSizeGreaterThan(1000);
    assertThat(patterns).allSatisfy(BoundedPattern::new);
  }
}
