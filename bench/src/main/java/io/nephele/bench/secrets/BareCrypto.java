package io.nephele.bench.secrets;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The same cryptography by Java's own classes, without a service around it. */
final class BareCrypto {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec secret = new SecretKeySpec(bytes(32), "AES");
  private final PrivateKey rsa;
  private final PrivateKey p256;

  BareCrypto() throws GeneralSecurityException {
    KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
    rsaKeys.initialize(2048);
    KeyPair made = rsaKeys.generateKeyPair();
    rsa = made.getPrivate();
    KeyPairGenerator curveKeys = KeyPairGenerator.getInstance("EC");
    curveKeys.initialize(new ECGenParameterSpec("secp256r1"));
    p256 = curveKeys.generateKeyPair().getPrivate();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * What was measured.
   *
   * @param rate how often a second
   * @param cpuMicros what each cost the threads, in microseconds
   */
  record Bare(double rate, double cpuMicros) {}

  /** How often a second, by that many threads; null of what is no cryptography alone. */
  Bare measure(Workload workload, int threads, Duration time)
      throws InterruptedException, GeneralSecurityException {
    Callable<byte[]> once = once(workload);
    if (once == null) {
      return null;
    }
    ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    LongAdder cpuNanos = new LongAdder();
    List<Callable<Long>> loops = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      loops.add(
          () -> {
            long count = 0;
            while (System.nanoTime() - start < time.toNanos()) {
              if (once.call().length == 0) {
                throw new GeneralSecurityException("nothing came out");
              }
              count++;
            }
            cpuNanos.add(cpu.getCurrentThreadCpuTime());
            return count;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      long sum = 0;
      for (Future<Long> count : pool.invokeAll(loops)) {
        sum += count.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Bare(sum / seconds, cpuNanos.sum() / 1e3 / sum);
    } catch (ExecutionException e) {
      throw new GeneralSecurityException(e.getCause());
    }
  }

  private Callable<byte[]> once(Workload workload) {
    byte[] value = new byte[SecretsServer.PLAINTEXT];
    byte[] digest = new byte[32];
    return switch (workload) {
      case GET_PARAMETER, GET_SECRET_VALUE -> null;
      case ENCRYPT_DECRYPT ->
          () -> {
            byte[] nonce = bytes(NONCE);
            return crypt(Cipher.DECRYPT_MODE, nonce, crypt(Cipher.ENCRYPT_MODE, nonce, value));
          };
      case GENERATE_DATA_KEY -> () -> crypt(Cipher.ENCRYPT_MODE, bytes(NONCE), bytes(32));
      case SIGN_RSA -> () -> sign("SHA256withRSA", rsa, digest);
      case SIGN_P256 -> () -> sign("SHA256withECDSA", p256, digest);
    };
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] text) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher.doFinal(text);
  }

  private static byte[] sign(String algorithm, PrivateKey key, byte[] message)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
