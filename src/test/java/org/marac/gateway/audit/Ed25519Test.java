package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519Test {

    @Test
    void agreesWithEveryKnownAnswerAndWithstandsEveryKnownAttack() throws InvalidKeySpecException {
        JsonNode file = Vectors.json(Vectors.folder("wycheproof").resolve("ed25519_test.json"));
        int tests = 0;
        for (JsonNode group : file.get("testGroups")) {
            PublicKey key = Ed25519.publicKey(hex(group.get("publicKey").get("pk")));
            for (JsonNode test : group.get("tests")) {
                boolean verified = Ed25519.verify(key, hex(test.get("msg")), hex(test.get("sig")));

                assertThat(verified)
                        .as("test " + test.get("tcId") + " " + test.get("comment"))
                        .isEqualTo(test.get("result").textValue().equals("valid"));
                tests++;
            }
        }
        assertThat(tests).isEqualTo(file.get("numberOfTests").intValue());
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.textValue());
    }
}
