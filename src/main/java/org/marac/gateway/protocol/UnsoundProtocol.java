package org.marac.gateway.protocol;

import java.util.List;

/** The bytes are not a protocol anyone could hold another to; says why, one sentence each. */
final class UnsoundProtocol extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> findings;

    UnsoundProtocol(List<String> findings) {
        super(String.join("; ", findings));
        this.findings = List.copyOf(findings);
    }

    UnsoundProtocol(String finding) {
        this(List.of(finding));
    }

    List<String> findings() {
        return findings;
    }
}
