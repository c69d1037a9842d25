/** Objects and their versions. */
package io.nephele.services.s3.objects;
