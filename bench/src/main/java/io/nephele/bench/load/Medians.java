package io.nephele.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures servers in turns, so that what disturbs the machine disturbs all alike. */
public final class Medians {
  private Medians() {}

  /** Measures one window of a server. */
  @FunctionalInterface
  public interface Window<S> {
    /** The figures of a window. */
    Sample measure(S server) throws IOException, InterruptedException;
  }

  /** The window of median rate of each server. */
  public static <S> List<Sample> inTurns(List<S> servers, int rounds, Window<S> window)
      throws IOException, InterruptedException {
    List<List<Sample>> all = new ArrayList<>();
    servers.forEach(server -> all.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < servers.size(); i++) {
        all.get(i).add(window.measure(servers.get(i)));
      }
    }
    List<Sample> medians = new ArrayList<>();
    for (List<Sample> ofServer : all) {
      ofServer.sort(Comparator.comparingDouble(sample -> sample.load().rate()));
      medians.add(ofServer.get(ofServer.size() / 2));
    }
    return medians;
  }
}
