package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The Wycheproof vectors, through our own wrappers. */
class VectorsTest {
    private static final Path VECTORS = Path.of("../shared/inputs/vectors/wycheproof");

    private interface Check {
        /** Whether the vector holds. */
        boolean holds(JsonNode group, JsonNode test) throws GeneralSecurityException;
    }

    @Test
    void hkdfGivesWhatTheVectorsSay() throws IOException {
        assertThat(run("hkdf_sha256_test.json", group -> true, (group, test) -> {
                    int size = test.get("size").intValue();
                    if (size > 255 * 32) {
                        assertThatThrownBy(
                                        () -> Hkdf.derive(hex(test, "ikm"), hex(test, "salt"), hex(test, "info"), size))
                                .isInstanceOf(IllegalArgumentException.class);
                        return false;
                    }
                    return Arrays.equals(
                            Hkdf.derive(hex(test, "ikm"), hex(test, "salt"), hex(test, "info"), size),
                            hex(test, "okm"));
                }))
                .isGreaterThan(80);
    }

    @Test
    void hmacGivesWhatTheVectorsSay() throws IOException {
        assertThat(run("hmac_sha256_test.json", group -> true, (group, test) -> {
                    byte[] tag = Hkdf.hmac(hex(test, "key")).doFinal(hex(test, "msg"));
                    return Arrays.equals(Arrays.copyOf(tag, group.get("tagSize").intValue() / 8), hex(test, "tag"));
                }))
                .isGreaterThan(170);
    }

    @Test
    void aesGcmOpensWhatIsValidAndNothingElse() throws IOException {
        assertThat(run("aes_gcm_test.json", VectorsTest::isOurProfile, (group, test) -> {
                    byte[] sealed = concat(hex(test, "ct"), hex(test, "tag"));
                    byte[] opened = Aead.open(hex(test, "key"), hex(test, "iv"), sealed, hex(test, "aad"));
                    return Arrays.equals(opened, hex(test, "msg"))
                            && Arrays.equals(
                                    Aead.seal(hex(test, "key"), hex(test, "iv"), opened, hex(test, "aad")), sealed);
                }))
                .isGreaterThan(50);
    }

    private static boolean isOurProfile(JsonNode group) {
        return group.get("keySize").intValue() == 256
                && group.get("ivSize").intValue() == 96
                && group.get("tagSize").intValue() == 128;
    }

    private static int run(String file, Predicate<JsonNode> wanted, Check check) throws IOException {
        Path path = VECTORS.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "the Wycheproof vectors are not beside this working copy");
        int count = 0;
        for (JsonNode group : new ObjectMapper().readTree(path.toFile()).get("testGroups")) {
            if (!wanted.test(group)) {
                continue;
            }
            for (JsonNode test : group.get("tests")) {
                assertThat(holds(check, group, test))
                        .as("%s %s %s", file, test.get("tcId"), test.get("comment"))
                        .isEqualTo("valid".equals(test.get("result").textValue()));
                count++;
            }
        }
        return count;
    }

    private static boolean holds(Check check, JsonNode group, JsonNode test) {
        try {
            return check.holds(group, test);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).textValue());
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
