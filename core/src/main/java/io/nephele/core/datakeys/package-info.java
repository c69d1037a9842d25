/** Encryption under keys of KMS, as services do it: data keys that hold for some minutes. */
package io.nephele.core.datakeys;
