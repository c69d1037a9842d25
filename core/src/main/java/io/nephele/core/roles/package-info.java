/** Sessions of the roles that services assume for those on whose behalf they act. */
package io.nephele.core.roles;
