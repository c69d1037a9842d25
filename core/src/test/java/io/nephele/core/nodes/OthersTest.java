package io.nephele.core.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.nodes.Membership.State;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.model.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class OthersTest {
  private static final NodeSettings SETTINGS = new NodeSettings(Bytes.EMPTY, 9);

  private static State state(Map<Integer, Member> members, Map<String, Long> changes) {
    return new State(SETTINGS, members, changes);
  }

  private static State state(int number, long beats) {
    return state(Map.of(number, new Member("id" + number, "http://there", beats)), Map.of());
  }

  @Test
  void whoGivesNoSignOfLifeForFiveBeatsIsDead() {
    Others others = Others.NONE.next(state(3, 7), 1, true);
    for (int i = 0; i < 4; i++) {
      others = others.next(state(3, 7), 1, true);
      others = others.next(state(3, 7), 1, false); // looks between beats say nothing
      assertThat(others.isAlive(3)).isTrue();
    }
    Others before = others;
    others = others.next(state(3, 7), 1, true);
    assertThat(others.isAlive(3)).isFalse();
    assertThat(others.peer("id3")).isNull();
    assertThat(others.hasLost(before)).isTrue();
    others = others.next(state(3, 8), 1, true);
    assertThat(others.isAlive(3)).isTrue();
  }

  @Test
  void theFirstWhoIsAliveRemovesWhoIsDeadForLong() {
    Map<Integer, Member> members = new HashMap<>();
    members.put(3, new Member("id3", null, 7));
    List<Integer> removed = new ArrayList<>();
    Others second = Others.NONE;
    Others third = Others.NONE;
    for (int i = 0; i < 40; i++) {
      members.put(2, new Member("id2", null, i));
      members.put(4, new Member("id4", null, i));
      second = second.next(state(members, Map.of()), 2, true);
      third = third.next(state(members, Map.of()), 4, true);
    }
    third.forEachToRemove(4, (number, member) -> removed.add(number));
    assertThat(removed).isEmpty();
    second.forEachToRemove(2, (number, member) -> removed.add(number));
    assertThat(removed).containsExactly(3);
  }

  @Test
  void allNodesAgreeOnHeirs() {
    Map<Integer, Member> members = new HashMap<>();
    for (int number : List.of(2, 5, 900)) {
      members.put(number, new Member("id" + number, null, 0));
    }
    Map<Integer, Others> views = new HashMap<>();
    members
        .keySet()
        .forEach(own -> views.put(own, Others.NONE.next(state(members, Map.of()), own, true)));
    Map<Integer, Integer> shares = new HashMap<>();
    for (int hash = -30; hash < 30; hash++) {
      int agreed = views.get(2).heir(2, hash);
      assertThat(views.get(5).heir(5, hash)).isEqualTo(agreed);
      assertThat(views.get(900).heir(900, hash)).isEqualTo(agreed);
      shares.merge(agreed, 1, Integer::sum);
    }
    assertThat(shares).isEqualTo(Map.of(2, 20, 5, 20, 900, 20));
    assertThat(Others.NONE.heir(7, 123)).isEqualTo(7);
  }

  @Test
  void worldsThatChangedAreTold() {
    Others before = Others.NONE.next(state(Map.of(), Map.of("a", 1L, "b", 5L)), 1, true);
    Others after = before.next(state(Map.of(), Map.of("a", 1L, "b", 6L, "c", 1L)), 1, true);
    assertThat(after.changesSince(before)).isEqualTo(Map.of("b", 6L, "c", 1L));
  }

  @Test
  void numbersGoRound() {
    try (Store store = MvStores.inMemory()) {
      Membership membership = new Membership(store);
      assertThat(join(membership, "a")).isEqualTo(1);
      assertThat(join(membership, "b")).isEqualTo(2);
      membership.leave(2, "someone else");
      membership.leave(2, "b");
      for (int number = 3; number <= Membership.MAX_NUMBER; number++) {
        assertThat(join(membership, "n" + number)).isEqualTo(number);
      }
      assertThat(join(membership, "c")).isEqualTo(2);
      Assertions.assertThatThrownBy(() -> join(membership, "one too many"))
          .isInstanceOf(StoreException.class)
          .hasMessage("1023 nodes serve this world already");
      assertThat(membership.beat(2, "c", "http://here")).isTrue();
      assertThat(membership.beat(2, "b", null)).isFalse();
      assertThat(membership.read().members().get(2)).isEqualTo(new Member("c", "http://here", 1));
    }
  }

  private static int join(Membership membership, String id) {
    return membership.join(id, null, byte[]::new);
  }
}
