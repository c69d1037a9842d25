package io.nephele.services.lambda.invoke;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Folders that their authors work in, which functions run in place of their archives: the folder of
 * a function is the one of its name below a root. An environment is ended when something in its
 * folder changes, so that the next invocation has it.
 */
public final class SourceFolders {
  /** The environment variable that names the root. */
  public static final String SETTING = "NEPHELE_LAMBDA_SOURCES";

  /** What is not looked at for changes: libraries, and what tools write. */
  private static final Set<String> QUIET =
      Set.of("node_modules", "__pycache__", ".git", ".venv", ".idea");

  private static final int MOST_FILES = 20_000;

  private final Path root;

  /**
   * Those below a root.
   *
   * @param root null where functions run their archives only
   */
  public SourceFolders(Path root) {
    this.root = root;
  }

  /** Those that Nephele's environment names. */
  public static SourceFolders ofSetting() {
    String setting = System.getenv(SETTING);
    return new SourceFolders(
        setting == null || setting.isBlank() ? null : Path.of(setting).toAbsolutePath());
  }

  /** The folder of a function, or null if it runs its archive. */
  Path find(String functionName) {
    Path folder = root == null ? null : root.resolve(functionName);
    return folder != null && Files.isDirectory(folder) ? folder : null;
  }

  /** What tells whether files of a folder changed; 0 for no folder. */
  static long stamp(Path folder) {
    if (folder == null) {
      return 0;
    }
    Stamp stamp = new Stamp();
    try {
      // A link may stand for the folder itself.
      Files.walkFileTree(folder.toRealPath(), stamp);
    } catch (IOException e) {
      return -1; // it is changing
    }
    return stamp.value;
  }

  private static final class Stamp extends SimpleFileVisitor<Path> {
    private long value = 1;
    private int files;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return QUIET.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // A sum, as the order of files is the file system's.
      value +=
          31L * file.hashCode()
              + attributes.lastModifiedTime().toMillis() * 1_000_003L
              + attributes.size();
      return ++files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
