package io.nephele.machine.archives;

import io.nephele.machine.archives.BadArchiveException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks zip archives that somebody sent. Nothing lands outside the folder, sizes are counted as
 * they come rather than believed, and symbolic links are made last, only to places inside.
 */
public final class ZipExtraction {
  private static final int PIECE = 64 * 1024;
  private static final int LONGEST_LINK = 4096;
  private static final int DEEPEST = 64;
  private static final int KIND = 0170000;
  private static final int LINK = 0120000;
  private static final int FILE_MODE = 0644;
  private static final int FOLDER_MODE = 0755;

  private final Path folder;
  private final ZipLimits limits;
  private final byte[] piece = new byte[PIECE];
  private final Map<Path, String> links = new LinkedHashMap<>();
  private long bytes;

  private ZipExtraction(Path folder, ZipLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Unpacks an archive into a folder that is there and empty. What was unpacked before a failure
   * stays there.
   *
   * @return how many bytes all files have
   * @throws BadArchiveException if the archive is not acceptable
   * @throws IOException if files cannot be written
   */
  public static long extract(Path archive, Path folder, ZipLimits limits)
      throws BadArchiveException, IOException {
    ZipExtraction extraction = new ZipExtraction(folder.toAbsolutePath().normalize(), limits);
    extraction.run(archive);
    return extraction.bytes;
  }

  private void run(Path archive) throws BadArchiveException, IOException {
    try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > limits.entries()) {
        throw new BadArchiveException(
            Reason.TOO_MANY_ENTRIES,
            "it has " + zip.size() + " entries, " + limits.entries() + " at most are allowed");
      }
      Map<String, Integer> modes = UnixModes.read(archive);
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        extract(zip, entry, modes.getOrDefault(entry.getName(), 0));
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw new BadArchiveException(Reason.MALFORMED, "it is no zip archive: " + e.getMessage(), e);
    }
    for (Map.Entry<Path, String> link : links.entrySet()) {
      link(link.getKey(), link.getValue());
    }
  }

  private void extract(ZipFile zip, ZipEntry entry, int mode)
      throws BadArchiveException, IOException {
    Path target = target(entry.getName());
    if (target.equals(folder)) {
      return;
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      permit(target, (mode == 0 ? FOLDER_MODE : mode) | 0700);
      return;
    }
    Files.createDirectories(target.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      if ((mode & KIND) == LINK) {
        byte[] text = in.readNBytes(LONGEST_LINK);
        links.put(target, new String(text, StandardCharsets.UTF_8));
      } else {
        write(in, target);
        permit(target, mode == 0 ? FILE_MODE : mode);
      }
    }
  }

  private Path target(String name) throws BadArchiveException {
    // Archives made on Windows by careless programs have backslashes.
    String path = name.replace('\\', '/');
    try {
      Path target = folder.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
      if (!target.startsWith(folder)) {
        throw outside(name);
      }
      if (target.getNameCount() - folder.getNameCount() > DEEPEST) {
        throw new BadArchiveException(Reason.MALFORMED, "folders are nested too deeply");
      }
      return target;
    } catch (InvalidPathException e) {
      throw new BadArchiveException(Reason.MALFORMED, "a file's name is not acceptable", e);
    }
  }

  private static BadArchiveException outside(String name) {
    return new BadArchiveException(Reason.OUTSIDE, name + " leads outside the archive's folder");
  }

  private void write(InputStream in, Path target) throws BadArchiveException, IOException {
    try (OutputStream out =
        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        bytes += count;
        if (bytes > limits.bytes()) {
          throw new BadArchiveException(
              Reason.TOO_LARGE, "its files have more than " + limits.bytes() + " bytes");
        }
        out.write(piece, 0, count);
      }
    } catch (FileAlreadyExistsException e) {
      throw new BadArchiveException(
          Reason.MALFORMED, folder.relativize(target) + " is in it twice", e);
    }
  }

  /** Last, so that no file was written through one. */
  private void link(Path place, String to) throws BadArchiveException, IOException {
    String name = folder.relativize(place).toString();
    try {
      Path destination = place.getParent().resolve(to).normalize();
      if (to.startsWith("/") || !destination.startsWith(folder)) {
        throw outside(name);
      }
      // A link through another link could lead elsewhere than its text says.
      for (Path at = place.getParent(); !at.equals(folder); at = at.getParent()) {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          throw outside(name);
        }
      }
      Path step = place.getParent();
      for (Path part : Path.of(to)) {
        if (links.containsKey(step)) {
          throw outside(name);
        }
        step = step.resolve(part).normalize();
      }
      Files.createSymbolicLink(place, Path.of(to));
    } catch (InvalidPathException | FileAlreadyExistsException e) {
      throw new BadArchiveException(Reason.MALFORMED, name + " is no acceptable link", e);
    }
  }

  private static void permit(Path path, int mode) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] bits = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    for (int bit = 0; bit < bits.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        permissions.add(bits[bit]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }
}
