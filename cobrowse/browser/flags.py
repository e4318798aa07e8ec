"""How Chromium is told to be nothing but the page: its switches and its preferences."""

from typing import Any, Final

_OFF: Final = (
    "AutofillServerCommunication",
    "CalculateNativeWinOcclusion",
    "GlobalMediaControls",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "Translate",
    "WebOTP",
    "WebUSB",
    "DigitalGoodsApi",
    "FedCm",
    "SharedStorageAPI",
)

SWITCHES: Final = (
    "--remote-debugging-pipe",
    # For the extension that masks fields; it is loaded over the pipe, and the pipe is ours alone.
    "--enable-unsafe-extension-debugging",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-service-autorun",
    "--no-pings",
    "--kiosk",
    "--window-position=0,0",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--allow-pre-commit-input",
    # There is no graphics card; pages with WebGL get the software one.
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    # A tab behind another one goes on, as it would in a window of its own.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # Playwright loses a page that comes back from there.
    "--disable-back-forward-cache",
    # Nothing of Chromium's own goes out.
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--extensions-update-frequency=2000000000",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-field-trial-config",
    "--disable-search-engine-choice-screen",
    "--disable-stack-profiler",
    "--disable-sync",
    "--metrics-recording-only",
    # Everything of the page goes through the proxy, and over nothing that would not.
    "--disable-quic",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    f"--disable-features={','.join(_OFF)}",
)

_ACCEPT: Final = {"nl": "nl-NL,nl,en-US,en", "en": "en-GB,en", "fr": "fr-BE,fr,nl,en"}

# What a page may ask a person for, and is refused without one being asked.
_REFUSED: Final = (
    "ar", "automatic_downloads", "bluetooth_guard", "bluetooth_scanning", "clipboard", "file_system_read_guard",
    "file_system_write_guard", "geolocation", "hid_guard", "idle_detection", "local_fonts", "local_network_access",
    "media_stream_camera", "media_stream_mic", "midi", "midi_sysex", "nfc", "notifications", "payment_handler",
    "protocol_handlers", "sensors", "serial_guard", "storage_access", "usb_guard", "vr", "window_placement",
)  # fmt: skip
# A page is of these; anything else would ask whether another program should be started.
_SCHEMES: Final = (
    "http://*", "https://*", "about:*", "blob:*", "data:*", "javascript:*", "chrome-extension://*"
)  # fmt: skip


def preferences(language: str) -> dict[str, Any]:
    """Of the profile. Several are what an administrator's policy would set; Chromium reads them from here as well."""
    # 2 is "block". Downloads that a page starts by itself come to us anyway, and are bounded there.
    asked = {name: 2 for name in _REFUSED} | {"automatic_downloads": 1}
    return {
        "profile": {
            "default_content_setting_values": asked,
            "password_manager_enabled": False,
            "exit_type": "Normal",
        },
        "autofill": {"enabled": False, "profile_enabled": False, "credit_card_enabled": False},
        "browser": {"check_default_browser": False, "has_seen_welcome_page": True},
        "credentials_enable_autosignin": False,
        "credentials_enable_service": False,
        "download": {"prompt_for_download": False},
        "dns_prefetching": {"enabled": False},
        "hardware": {"screen_capture_enabled": False},
        "intl": {"accept_languages": _ACCEPT.get(language, f"{language},en")},
        "net": {"network_prediction_options": 2},
        "payments": {"can_make_payment_enabled": False},
        "policy": {"url_blocklist": ["*"], "url_allowlist": [*_SCHEMES]},
        "printing": {"enabled": False},
        "safebrowsing": {"enabled": False},
        "search": {"suggest_enabled": False},
        "signin": {"allowed": False, "allowed_on_next_startup": False},
        "spellcheck": {"use_spelling_service": False},
        "ssl": {"error_override_allowed": False},
        "translate": {"enabled": False},
        "webkit": {"webprefs": {"allow_displaying_insecure_content": False}},
        "webrtc": {"ip_handling_policy": "disable_non_proxied_udp"},
    }


def local_state(proxy: str = "") -> dict[str, Any]:
    """Of the whole browser. Without schemes no sign-in window of Chromium's own appears; the server's page does.

    `proxy` is the address of a proxy that asks for a password: it alone may.
    """
    return {
        "auth": {"schemes": "", "http_auth_allowed_for_origins": [proxy] if proxy else []},
        "background_mode": {"enabled": False},
        "dns_over_https": {"mode": "off"},
    }
