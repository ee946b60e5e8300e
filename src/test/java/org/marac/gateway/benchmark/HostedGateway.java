package org.marac.gateway.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.marac.gateway.GatewayApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The gateway, and in the same process, when asked on standard input, the floor: what the same work costs without a
 * gateway around it. Ends with its standard input, so that it cannot outlive the benchmark.
 */
final class HostedGateway {
    static final String READY = "READY";

    private HostedGateway() {}

    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(GatewayApplication.class, arguments);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(READY);
            for (String line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
                String[] words = line.split(" ");
                System.out.println(new Floor(context).measure(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
            }
        }
    }
}
