package io.nephele.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreInUseException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OpeningStoreTest {
  @Test
  void usersWaitUntilItIsOpen() throws InterruptedException {
    CountDownLatch mayOpen = new CountDownLatch(1);
    try (Store store =
        OpeningStore.begin(
            () -> {
              awaitQuietly(mayOpen);
              return MvStores.inMemory();
            })) {
      Thread user =
          Thread.ofPlatform()
              .start(
                  () ->
                      store.write(
                          transaction -> {
                            transaction.put(Key.of("a"), new byte[] {1});
                            return null;
                          }));
      while (user.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      mayOpen.countDown();
      user.join();
      assertThat(store.<byte[]>read(reader -> reader.get(Key.of("a")))).containsExactly(1);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoeverUsesItIsToldWhyItCannotBeOpened() {
    OpeningStore store =
        OpeningStore.begin(
            () -> {
              throw new StoreInUseException("it", null);
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(store::await).isInstanceOf(StoreInUseException.class);
      assertThatThrownBy(() -> store.read(reader -> null)).isInstanceOf(StoreInUseException.class);
    }
    store.close();
  }

  @Test
  void whatIsClosedBeforeItIsOpenIsClosedThen() {
    CountDownLatch mayOpen = new CountDownLatch(1);
    Store beneath = MvStores.inMemory();
    OpeningStore store =
        OpeningStore.begin(
            () -> {
              awaitQuietly(mayOpen);
              return beneath;
            });
    mayOpen.countDown();
    store.close();
    assertThatThrownBy(() -> beneath.read(reader -> null)).hasMessage("The store is closed");
  }
}
