/** Rules by which objects are moved to other storage classes and removed as they grow old. */
package io.nephele.services.s3.lifecycle;
