/** Transformers of groups: processors that make structured events of messages as they are put. */
package io.nephele.services.logs.transformers;
