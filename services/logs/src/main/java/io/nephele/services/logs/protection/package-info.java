/** Data protection policies: what is masked in messages. */
package io.nephele.services.logs.protection;
