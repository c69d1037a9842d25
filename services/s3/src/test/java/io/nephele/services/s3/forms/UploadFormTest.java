package io.nephele.services.s3.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.model.AwsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms as browsers send them, and as others might. */
final class UploadFormTest {
  private static final String TYPE = "multipart/form-data; boundary=--xyz";

  private static byte[] form(byte[] file, String... fields) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      write(
          form,
          "----xyz\r\nContent-Disposition: form-data; name=\""
              + fields[i]
              + "\"\r\n\r\n"
              + fields[i + 1]
              + "\r\n");
    }
    write(
        form,
        "----xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\b.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n");
    form.write(file);
    write(form, "\r\n----xyz--\r\n");
    return form.toByteArray();
  }

  private static void write(ByteArrayOutputStream form, String text) {
    form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives out as few bytes at once as a slow network. */
  private static InputStream slow(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, 1 + random.nextInt(700)));
      }
    };
  }

  @Test
  void filesOfAnyBytesComeThroughAsTheyAre() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      byte[] file = new byte[random.nextInt(200_000)];
      random.nextBytes(file);
      // Beginnings of delimiters, everywhere.
      for (int i = 0; i + 8 < file.length; i += 1 + random.nextInt(40)) {
        byte[] part = "\r\n----xyz".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(part, 0, file, i, random.nextInt(part.length - 2));
      }
      UploadForm form =
          UploadForm.read(TYPE, slow(form(file, "key", "a/${filename}", "Ä", "ö"), random));
      assertThat(form.fields()).containsEntry("key", "a/${filename}").containsEntry("ä", "ö");
      assertThat(form.fileName()).isEqualTo("b.txt");
      assertThat(form.file().readAllBytes()).isEqualTo(file);
    }
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    UploadForm form = UploadForm.read(TYPE, new ByteArrayInputStream(form(new byte[0])));
    assertThat(form.file().readAllBytes()).isEmpty();
  }

  @Test
  void whatIsNoFormIsRefused() throws Exception {
    isRefused("MalformedPOSTRequest", "multipart/form-data", form(new byte[1]));
    isRefused("MalformedPOSTRequest", TYPE, "nonsense".getBytes(StandardCharsets.UTF_8));
    isRefused("MalformedPOSTRequest", TYPE, new byte[0]);
    isRefused(
        "InvalidArgument",
        TYPE,
        "----xyz\r\nContent-Disposition: form-data; name=key\r\n\r\nk\r\n----xyz--"
            .getBytes(StandardCharsets.UTF_8));
    isRefused("MaxPostPreDataLengthExceeded", TYPE, form(new byte[0], "a", "x".repeat(21_000)));
    isRefused("MaxPostPreDataLengthExceeded", TYPE, new byte[100_000]);
    String[] many = new String[2000];
    Arrays.fill(many, "f");
    isRefused("MaxPostPreDataLengthExceeded", TYPE, form(new byte[0], many));
  }

  @Test
  void aFileThatWasCutIsNoFile() throws Exception {
    byte[] whole = form(new byte[100_000], "key", "k");
    byte[] cut = Arrays.copyOf(whole, whole.length - 20);
    UploadForm form = UploadForm.read(TYPE, new ByteArrayInputStream(cut));
    assertThatThrownBy(() -> form.file().readAllBytes()).isInstanceOf(AwsException.class);
  }

  private static void isRefused(String code, String type, byte[] form) {
    assertThatThrownBy(() -> UploadForm.read(type, new ByteArrayInputStream(form)))
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void parametersAreQuotedOrNot() {
    String header = "form-data; name=a; filename=\"x; name=\\\"b\\\".txt\"; other=\"\"";
    assertThat(UploadForm.parameter(header, "name")).isEqualTo("a");
    assertThat(UploadForm.parameter(header, "filename")).isEqualTo("x; name=\"b\".txt");
    assertThat(UploadForm.parameter(header, "other")).isEmpty();
    assertThat(UploadForm.parameter(header, "none")).isNull();
  }
}
