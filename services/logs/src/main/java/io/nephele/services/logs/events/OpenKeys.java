package io.nephele.services.logs.events;

/** Decrypts the rows of a group. */
public interface OpenKeys {
  /**
   * The content of a row.
   *
   * @param number of the data key
   * @param encrypted the encrypted content
   * @param first the timestamp of the row's first event, to which the content is bound
   * @throws MissingKeyException if the key has to be had from KMS first, outside transactions
   */
  byte[] open(long number, byte[] encrypted, long first);
}
