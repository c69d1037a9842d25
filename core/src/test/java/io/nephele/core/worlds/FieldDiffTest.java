package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldDiffTest {
  private static List<String> between(String before, String after) {
    return FieldDiff.between(parse(before), parse(after)).stream()
        .map(c -> c.path() + " " + JsonText.write(c.before()) + " " + JsonText.write(c.after()))
        .toList();
  }

  private static Object parse(String json) {
    return JsonText.parse(json.replace('\'', '"'));
  }

  @Test
  void fieldsAreToldByTheirPaths() {
    assertThat(between("{'a':{'b':1,'c':2}}", "{'a':{'b':3,'c':2}}")).containsExactly("a.b 1 3");
    assertThat(between("{'a':1}", "{'b':1}")).containsExactly("a 1 null", "b null 1");
    assertThat(between("{'a':1}", "{'a':{'b':1}}")).containsExactly("a 1 {\"b\":1}");
    assertThat(between("{'x.y':{'a b':1}}", "{'x.y':{'a b':2}}"))
        .containsExactly("[\"x.y\"][\"a b\"] 1 2");
    assertThat(between("'a'", "'b'")).containsExactly("value \"a\" \"b\"");
    assertThat(between("{'a':null}", "{}")).isEmpty();
  }

  @Test
  void listsAreAligned() {
    assertThat(between("[1,2,3]", "[1,3]")).containsExactly("[1] 2 null");
    assertThat(between("[1,3]", "[1,2,3]")).containsExactly("[1] null 2");
    assertThat(between("[1,2,3]", "[1,9,3]")).containsExactly("[1] 2 9");
    assertThat(between("{'l':[{'k':1,'v':2},7]}", "{'l':[0,{'k':1,'v':3},7]}"))
        .containsExactly("l[0] {\"k\":1,\"v\":2} 0", "l[1] null {\"k\":1,\"v\":3}");
    assertThat(between("{'l':[{'k':1,'v':2},7]}", "{'l':[{'k':1,'v':3},7]}"))
        .containsExactly("l[0].v 2 3");
    assertThat(between("[]", "[1,2]")).containsExactly("[0] null 1", "[1] null 2");
  }

  @Test
  void longListsAreComparedPlaceByPlace() {
    List<Object> before = new ArrayList<>();
    List<Object> after = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      before.add(i);
      after.add(-i - 1);
    }
    assertThat(FieldDiff.between(before, after)).hasSize(100_000);
  }

  /** Elements of flat lists that are told to have gone and come turn the one into the other. */
  @Test
  void noElementIsForgotten() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      List<Object> before = list(random);
      List<Object> after = list(random);
      List<Object> rest = new ArrayList<>(before);
      for (FieldChange change : FieldDiff.between(Map.of("l", before), Map.of("l", after))) {
        if (change.before() != null) {
          assertThat(rest.remove(change.before())).isTrue();
        }
        if (change.after() != null) {
          rest.add(change.after());
        }
      }
      assertThat(rest).containsExactlyInAnyOrderElementsOf(after);
    }
  }

  private static List<Object> list(Random random) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      list.add("e" + random.nextInt(5));
    }
    return list;
  }
}
