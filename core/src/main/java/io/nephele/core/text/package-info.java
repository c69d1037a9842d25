/** Small helps with text. */
package io.nephele.core.text;
