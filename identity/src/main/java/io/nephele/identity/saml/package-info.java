/** The metadata of SAML 2.0 identity providers. */
package io.nephele.identity.saml;
