package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** How much of the HTTPS doors has one certificate? */
class HttpShareTest {
    private static final int MAXIMUM = 1000;

    private final HttpShare share = new HttpShare(MAXIMUM);

    @Test
    void aCertificateHasItsShareAndAnotherOneHasItsOwn() throws Exception {
        CountDownLatch all = new CountDownLatch(HttpShare.AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService slow = Executors.newCachedThreadPool();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < HttpShare.AT_ONCE; i++) {
            answers.add(slow.submit(() -> status("wenbury-hospital", "/api/v1", (request, response) -> {
                all.countDown();
                await(end);
            })));
        }
        all.await();

        assertThat(status("wenbury-hospital", "/api/v1", unreached())).isEqualTo(429);
        assertThat(status("wenbury-hospital", "/fhir", unreached())).isEqualTo(503);
        assertThat(status("wenbury-police", "/api/v1", (request, response) -> {}))
                .isEqualTo(200);

        end.countDown();
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(200);
        }
        slow.shutdown();
        assertThat(status("wenbury-hospital", "/api/v1", (request, response) -> {}))
                .isEqualTo(200);
    }

    @Test
    void whoeverIsOneTooManyIsToldWhenToTryAgainByTheDoorItCameTo() throws Exception {
        CountDownLatch all = new CountDownLatch(HttpShare.AT_ONCE);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService slow = Executors.newCachedThreadPool();
        for (int i = 0; i < HttpShare.AT_ONCE; i++) {
            slow.execute(() -> status("wenbury-hospital", "/fhir", (request, response) -> {
                all.countDown();
                await(end);
            }));
        }
        all.await();

        MockHttpServletResponse rest = answer(request("wenbury-hospital", "/api/v1"), unreached());
        assertThat(rest.getHeader("Retry-After")).isEqualTo("1");
        assertThat(rest.getContentAsString()).contains("too-many-requests");
        MockHttpServletResponse fhir = answer(request("wenbury-hospital", "/fhir"), unreached());
        assertThat(fhir.getHeader("Retry-After")).isEqualTo("1");
        assertThat(fhir.getContentAsString()).contains("REC_SERVICE_UNAVAILABLE");
        end.countDown();
        slow.shutdown();
    }

    @Test
    void whatIsLeftOfABodyIsReadWithinTheLimit() throws Exception {
        MockHttpServletRequest some = request("wenbury-hospital", "/api/v1");
        some.setContent(new byte[MAXIMUM]);
        answer(some, (request, response) -> request.getInputStream().read());
        assertThat(some.getInputStream().read()).as("nothing is left").isEqualTo(-1);

        MockHttpServletRequest much = request("wenbury-hospital", "/api/v1");
        much.setContent(new byte[100 * HttpShareTest.MAXIMUM]);
        answer(much, (request, response) -> {});
        assertThat(much.getInputStream().read()).as("the connection ends").isZero();
    }

    @Test
    void whoWaitsToBeAskedForABodyThatNobodyWantsIsNotAsked() throws Exception {
        MockHttpServletRequest waiting = request("wenbury-hospital", "/api/v1");
        waiting.addHeader("Expect", "100-continue");
        waiting.setContent(new byte[] {1});

        answer(waiting, (request, response) -> {});

        assertThat(waiting.getInputStream().read()).isEqualTo(1);
    }

    private static FilterChain unreached() {
        return (request, response) -> {
            throw new IllegalStateException("It has its share already");
        };
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int status(String agency, String path, FilterChain chain) {
        try {
            return answer(request(agency, path), chain).getStatus();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private MockHttpServletResponse answer(MockHttpServletRequest request, FilterChain chain) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        share.doFilter(request, response, chain);
        return response;
    }

    private static MockHttpServletRequest request(String agency, String path) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path + "/messages");
        request.setServletPath(path);
        request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate(agency)});
        return request;
    }

    private static X509Certificate certificate(String agency) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of("certs-example", "agencies", agency, "tls.crt"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
