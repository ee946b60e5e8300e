package org.marac.gateway.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimeCodeTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /** RFC 6238 appendix B, SHA-1; six digits are the last six of the eight given there. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long seconds, String code) {
        assertThat(new Secret(SECRET).code(Instant.ofEpochSecond(seconds))).isEqualTo(code);
    }

    /** RFC 4226 appendix D. */
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "3, 969429", "9, 520489"})
    void countersGiveTheCodesOfTheStandard(long step, String code) {
        assertThat(OneTimeCode.at(SECRET, step)).isEqualTo(code);
    }

    @Test
    void takesTheCodeOfTheStepBeforeAndAfterAndNoOther() {
        Instant now = Instant.ofEpochSecond(1_111_111_109);
        long step = OneTimeCode.step(now);

        for (long drift = -1; drift <= 1; drift++) {
            assertThat(OneTimeCode.matching(SECRET, OneTimeCode.at(SECRET, step + drift), now))
                    .hasValue(step + drift);
        }
        assertThat(OneTimeCode.matching(SECRET, OneTimeCode.at(SECRET, step - 2), now))
                .isEmpty();
        assertThat(OneTimeCode.matching(SECRET, OneTimeCode.at(SECRET, step + 2), now))
                .isEmpty();
        assertThat(OneTimeCode.matching(SECRET, "", now)).isEmpty();
    }

    /** RFC 4648 section 10, and the secret of RFC 6238. */
    @ParameterizedTest
    @CsvSource({
        "f, MY",
        "fo, MZXQ",
        "foo, MZXW6",
        "foobar, MZXW6YTBOI",
        "12345678901234567890, GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    })
    void secretsAreTypedInBase32(String text, String base32) {
        assertThat(new Secret(text.getBytes(US_ASCII)).base32()).isEqualTo(base32);
    }

    @Test
    void anAuthenticatorReadsTheUri() {
        assertThat(new Secret(SECRET).uri("rowan"))
                .isEqualTo("otpauth://totp/MARAC%20gateway%3Arowan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=MARAC%20gateway&algorithm=SHA1&digits=6&period=30");
    }
}
