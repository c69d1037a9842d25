package io.nephele.services.lambda.runtimes;

import java.nio.file.Path;

/**
 * Files of classes that Java has loaded and linked before, with which it starts in a fraction of
 * the time. Each is made by a run for training, which a JVM ends by writing the file.
 */
@FunctionalInterface
public interface JavaCaches {
  /** The handler of the function that is run for training; an empty event ends its program. */
  String HANDLER = "Training";

  /** Where the function that is run for training finds a folder for the file. */
  String OUTPUT = "/var/cache";

  /** For functions that are to start without. */
  JavaCaches NONE = training -> null;

  /**
   * How a file is made.
   *
   * @param name the file's name, another one for each Java, runtime client and way to start
   * @param runtime the runtime's identifier
   * @param launch starts {@link #HANDLER} so that a file of that name is in {@link #OUTPUT} at its
   *     end
   */
  record Training(String name, String runtime, Launch launch) {}

  /** The file, or null while there is none; then it is made while functions start without. */
  Path find(Training training);
}
