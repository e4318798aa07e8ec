"""What a hostile page tries: each probe is a document (or a script) that reaches for a listener of its own."""

from __future__ import annotations

from dataclasses import dataclass

# $U http address of the probe's listener, $T its host:port, $N the probe's name, $S the page's own server.
_JS = "<script>$CODE</script>"


@dataclass(frozen=True)
class Probe:
    name: str
    html: str
    host: str = "127.0.0.1"  # how the listener's host is written
    top: bool = False  # needs a tab of its own
    act: str = ""  # run in the tab as if a person had clicked
    headers: tuple[tuple[str, str], ...] = ()
    type: str = "text/html"
    script: str = ""  # of a worker, served beside it as /w/$N.js
    udp: bool = False
    # Why even an unguarded Chromium does not reach for it (any more): silence is all that can be asked.
    silent_anyway: str = ""


def _js(name: str, code: str, **more) -> Probe:
    return Probe(name, _JS.replace("$CODE", code), **more)


def _worker(name: str, script: str) -> Probe:
    return _js(name, "new Worker('/w/$N.js')", script=script)


_IMAGE = "<img src='$U'>"

PARTS = (
    Probe("img", _IMAGE),
    Probe("img srcset", "<img srcset='$U 1x'>"),
    Probe("picture", "<picture><source srcset='$U'><img></picture>"),
    Probe("image button", "<input type=image src='$U'>"),
    Probe("script", "<script src='$U'></script>"),
    Probe("module script", "<script type=module src='$U'></script>"),
    Probe("import map", '<script type=importmap>{"imports":{"x":"$U"}}</script><script type=module>import "x"</script>'),
    Probe("style sheet", "<link rel=stylesheet href='$U'>"),
    Probe("style import", "<style>@import '$U';</style>"),
    Probe("style background", "<div style=\"background:url('$U')\">x</div>"),
    Probe("style image-set", "<div style=\"background:image-set('$U' 1x)\">x</div>"),
    Probe("style border image", "<div style=\"border:9px solid;border-image:url('$U') 1\">x</div>"),
    Probe("style content", "<style>p::before{content:url('$U')}</style><p>x"),
    Probe("style list", "<ul style=\"list-style-image:url('$U')\"><li>x</ul>"),
    Probe("style mask", "<div style=\"mask-image:url('$U')\">x</div>"),
    Probe("style font", "<style>@font-face{font-family:f;src:url('$U')}p{font-family:f}</style><p>x"),
    Probe("svg image", "<svg><image href='$U' width=9 height=9 /></svg>"),
    Probe("svg feImage", "<svg><filter id=f><feImage href='$U'/></filter><rect width=9 height=9 filter='url(#f)'/></svg>"),
    Probe("svg script", "<svg><script href='$U'></script></svg>"),
    Probe("svg style", "<svg><style>@import '$U';</style></svg>"),
    Probe("iframe", "<iframe src='$U'></iframe>"),
    Probe("iframe sandboxed", "<iframe sandbox src='$U'></iframe>"),
    Probe("iframe srcdoc", '<iframe srcdoc="<img src=\'$U\'>"></iframe>'),
    Probe("iframe data", '<iframe src="data:text/html,<img src=\'$U\'>"></iframe>'),
    Probe("iframe javascript", "<iframe src=\"javascript:'<img src=$U>'\"></iframe>"),
    _js("iframe blob", "f=document.createElement('iframe');f.src=URL.createObjectURL(new Blob(['<img src=$U>'],{type:'text/html'}));document.documentElement.append(f)"),
    Probe("frameset", "<frameset><frame src='$U'></frameset>"),
    Probe("object", "<object data='$U'></object>"),
    Probe("object image", "<object type='image/svg+xml' data='$U'></object>"),
    Probe("embed", "<embed src='$U'>"),
    Probe("embed pdf", "<embed type='application/pdf' src='$U'>"),
    Probe("video", "<video src='$U' preload=auto></video>"),
    Probe("video poster", "<video poster='$U'></video>"),
    Probe("video source", "<video preload=auto><source src='$U' type='video/mp4'></video>"),
    Probe("audio", "<audio src='$U' preload=auto></audio>"),
    Probe("track", "<video crossorigin><track default src='$U'></video><script>document.querySelector('track').track.mode='showing'</script>"),
    Probe("body background", "<body background='$U'>"),
    Probe("base", "<base href='$U/'><img src='x'>"),
    Probe("link preload", "<link rel=preload as=script href='$U'>"),
    Probe("link preload image", "<link rel=preload as=image href='$U'>"),
    Probe("link preload font", "<link rel=preload as=font crossorigin href='$U'>"),
    Probe("link modulepreload", "<link rel=modulepreload href='$U'>"),
    Probe("link prefetch", "<link rel=prefetch href='$U'>"),
    Probe("link preconnect", "<link rel=preconnect href='$U'>"),
    Probe("link alternate style", "<link rel='alternate stylesheet' title=x href='$U'>"),
    Probe("header preload", "x", headers=(("Link", "<$U>; rel=preload; as=script"),)),
    Probe("header preconnect", "x", headers=(("Link", "<$U>; rel=preconnect"),)),
    Probe("header refresh", "x", headers=(("Refresh", "0; url=$U"),)),
    Probe("meta refresh", "<meta http-equiv=refresh content='0;url=$U'>"),
    Probe("xslt", "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='$U'?><a/>", type="text/xml", silent_anyway="a style sheet of another origin is not fetched"),
    Probe("xml entity", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM '$U'>]><a>&e;</a>", type="text/xml", silent_anyway="external entities are not read"),
    Probe("xhtml style", "<?xml version='1.0'?><?xml-stylesheet type='text/css' href='$U'?><html xmlns='http://www.w3.org/1999/xhtml'/>", type="application/xhtml+xml"),
    Probe("svg document", "<svg xmlns='http://www.w3.org/2000/svg'><image href='$U' width='9' height='9'/></svg>", type="image/svg+xml"),
    Probe("csp report", "<script>1</script>", headers=(("Content-Security-Policy", "script-src 'none'; report-uri $U"),)),
    Probe("reporting", "<script>1</script>", headers=(("Content-Security-Policy", "script-src 'none'; report-to r"), ("Reporting-Endpoints", 'r="$U"')), silent_anyway="reports go to https only"),
    Probe("nel", "x", headers=(("NEL", '{"report_to":"r","max_age":9,"success_fraction":1}'), ("Report-To", '{"group":"r","max_age":9,"endpoints":[{"url":"$U"}]}')), silent_anyway="only sites with https have it"),
    Probe("alternative service", "x", headers=(("Alt-Svc", 'h3="$T"; ma=9, h2="$T"; ma=9'),), silent_anyway="only sites with https have it"),
)  # fmt: skip

SCRIPTS = (
    _js("new image", "new Image().src='$U'"),
    _js("fetch", "fetch('$U')"),
    _js("fetch no-cors", "fetch('$U',{mode:'no-cors'})"),
    _js("fetch post", "fetch('$U',{method:'POST',body:'x'})"),
    _js("fetch preflight", "fetch('$U',{method:'PUT',headers:{'X-A':'1'}})"),
    _js("fetch keepalive", "fetch('$U',{keepalive:true,mode:'no-cors'})"),
    _js("fetch of this machine", "fetch('$U',{targetAddressSpace:'loopback'})"),
    _js("fetch later", "fetchLater('$U',{activateAfter:0})", silent_anyway="not for plain http"),
    _js("xhr", "x=new XMLHttpRequest();x.open('GET','$U');x.send()"),
    _js("xhr at once", "x=new XMLHttpRequest();x.open('GET','$U',false);x.send()"),
    _js("event source", "new EventSource('$U')"),
    _js("web socket", "new WebSocket('ws://$T/')"),
    _js("web socket tls", "new WebSocket('wss://$T/')"),
    _js("web socket stream", "new WebSocketStream('ws://$T/')"),
    _js("web transport", "new WebTransport('https://$T/')", udp=True),
    _js("beacon", "navigator.sendBeacon('$U','x')"),
    _js("https", "fetch('https://$T/')"),
    _js("import", "import('$U')"),
    _js("document.write", "document.write('<img src=$U>')"),
    _js("shadow", "document.documentElement.attachShadow,(d=document.createElement('div')).attachShadow({mode:'closed'}).innerHTML='<img src=$U>';document.documentElement.append(d)"),
    _js("constructed style", "document.documentElement.style.background='url($U)'"),
    _js("font face", "new FontFace('f','url($U)').load()"),
    _js("audio worklet", "new AudioContext().audioWorklet.addModule('$U')"),
    _js("paint worklet", "CSS.paintWorklet.addModule('$U')"),
    _js("cache", "caches.open('c').then(c=>c.add(new Request('$U',{mode:'no-cors'})))"),
    _js("location", "location='$U'"),
    _js("location.replace", "location.replace('$U')"),
    _js("frame location", "f=document.createElement('iframe');document.documentElement.append(f);f.contentWindow.location='$U'"),
    _js("form get", "document.write('<form action=$U><input name=a></form>');document.forms[0].submit()"),
    _js("form post", "document.write('<form method=post action=$U><input name=a></form>');document.forms[0].submit()"),
    _js("form multipart", "document.write('<form method=post enctype=multipart/form-data action=$U><input name=a></form>');document.forms[0].submit()"),
    _js("form formaction", "document.write('<form><button formaction=$U>x</button></form>');document.querySelector('button').click()"),
    _js("link click", "document.write('<a href=$U>x</a>');document.links[0].click()"),
    _js("ping", "document.write('<a href=/blank ping=$U>x</a>');document.links[0].click()"),
    _js("svg by xhr", "new DOMParser().parseFromString('<img src=$U>','text/html');document.documentElement.innerHTML='<img src=$U>'"),
    _js("history", "history.pushState(0,'','/p/x');document.documentElement.innerHTML='<base href=$U/><img src=y>'"),
    _js("payment", "new PaymentRequest([{supportedMethods:'$U'}],{total:{label:'x',amount:{currency:'EUR',value:'1'}}}).canMakePayment()"),
    _js("background fetch", "navigator.serviceWorker.register('/w/$N.js',{scope:'/b/'}).then(r=>r.backgroundFetch.fetch('b','$U'))", script="1", silent_anyway="wants a leave that nobody gives"),
    _js("ftp", "document.write('<iframe src=ftp://$T/></iframe><img src=ftp://$T/>')", silent_anyway="ftp is gone from browsers"),
    _js("gopher", "document.write('<iframe src=gopher://$T/></iframe>')", silent_anyway="gopher is gone from browsers"),
    _js("fenced frame", "f=document.createElement('fencedframe');f.config=0;document.documentElement.append(f)", silent_anyway="not for any address"),
    _js("portal", "p=document.createElement('portal');p.src='$U';document.documentElement.append(p)", silent_anyway="portals are gone"),
    _worker("worker import", "importScripts('$U')"),
    _worker("worker fetch", "fetch('$U',{mode:'no-cors'})"),
    _worker("worker xhr", "x=new XMLHttpRequest();x.open('GET','$U');x.send()"),
    _worker("worker web socket", "new WebSocket('ws://$T/')"),
    _worker("worker event source", "new EventSource('$U')"),
    _worker("worker in worker", "new Worker(URL.createObjectURL(new Blob([\"importScripts('$U')\"])))"),
    _js("blob worker", "new Worker(URL.createObjectURL(new Blob([\"importScripts('$U')\"])))"),
    _js("data worker", "new Worker('data:text/javascript,importScripts(\"$U\")')"),
    _js("module worker", "new Worker('/w/$N.js',{type:'module'})", script="import '$U'"),
    _js("shared worker", "new SharedWorker('/w/$N.js')", script="fetch('$U',{mode:'no-cors'})"),
    _js("shared worker import", "new SharedWorker('/w/$N.js')", script="importScripts('$U')"),
    _js("service worker fetch", "navigator.serviceWorker.register('/w/$N.js',{scope:'/w/s1/'})", script="self.oninstall=e=>e.waitUntil(fetch('$U',{mode:'no-cors'}))"),
    _js("service worker import", "navigator.serviceWorker.register('/w/$N.js',{scope:'/w/s2/'})", script="importScripts('$U')"),
    _js("service worker module", "navigator.serviceWorker.register('/w/$N.js',{scope:'/w/s3/',type:'module'})", script="import '$U'"),
    _js("service worker cache", "navigator.serviceWorker.register('/w/$N.js',{scope:'/w/s4/'})", script="self.oninstall=e=>e.waitUntil(caches.open('c').then(c=>c.add(new Request('$U',{mode:'no-cors'}))))"),
)  # fmt: skip

_STATUSES = (301, 302, 303, 307, 308)
REDIRECTS = (
    *(Probe(f"redirect {status} image", f"<img src='/r/{status}/$N'>") for status in _STATUSES),
    *(_js(f"redirect {status} fetch", f"fetch('/r/{status}/$N',{{mode:'no-cors'}})") for status in _STATUSES),
    *(Probe(f"redirect {status} frame", f"<iframe src='/r/{status}/$N'></iframe>") for status in _STATUSES),
    *(_js(f"redirect {status} post", f"fetch('/r/{status}/$N',{{method:'POST',body:'x',mode:'no-cors'}})") for status in _STATUSES),
    Probe("redirect script", "<script src='/r/302/$N'></script>"),
    Probe("redirect video", "<video src='/r/302/$N' preload=auto></video>"),
    _js("redirect event source", "new EventSource('/r/302/$N')"),
    _js("redirect beacon", "navigator.sendBeacon('/r/307/$N','x')"),
    Probe("redirect twice", "<img src='/r/302/$N?again=1'>"),
    Probe("redirect without scheme", "<img src='/r/302/$N?bare=1'>"),
    _worker("redirect in worker", "fetch('$S/r/302/$N',{mode:'no-cors'})"),
)  # fmt: skip

_WRITTEN = {
    "decimal": "2130706433", "hexadecimal": "0x7f000001", "octal": "017700000001", "two parts": "127.1", "mixed": "0x7f.1",
    "octal parts": "0177.0.0.1", "percent": "%31%32%37.0.0.1", "fullwidth": "１２７.0.0.1", "circled": "①②⑦.⓪.⓪.①",
    "ideographic stop": "127。0。0。1", "trailing dot": "127.0.0.1.", "localhost": "localhost", "localhost with dot": "localhost.",
    "capitals": "LOCALHOST", "long s": "localhoſt", "below localhost": "other.localhost", "mapped": "[::ffff:127.0.0.1]",
    "mapped hexadecimal": "[::ffff:7f00:1]", "IPv6": "[::1]", "IPv6 long": "[0:0:0:0:0:0:0:1]", "unspecified": "0.0.0.0",
    "unspecified short": "0", "unspecified IPv6": "[::]", "user": "bank.example@127.0.0.1",
    "own": "OWN4", "own IPv6": "[OWN6]", "other loopback": "127.0.0.2",
}  # fmt: skip
NOTATIONS = tuple(
    _js(
        f"host {name}",
        "new Image().src='http://$T/x';fetch('http://$T/x',{mode:'no-cors'}).catch(()=>0);try{new WebSocket('ws://$T/')}catch{};"
        "new Image().src='//$T/y'",
        host=host,
    )
    for name, host in _WRITTEN.items()
)

_ICE = "c=new RTCPeerConnection({iceServers:[$SERVER]$MORE});c.createDataChannel('d');c.createOffer().then(o=>c.setLocalDescription(o));window.c=c"
CALLS = (
    _js("stun", _ICE.replace("$SERVER", "{urls:'stun:$T'}").replace("$MORE", ""), host="OWN4", udp=True),
    _js("stun loopback", _ICE.replace("$SERVER", "{urls:'stun:$T'}").replace("$MORE", ""), udp=True),
    _js("turn", _ICE.replace("$SERVER", "{urls:'turn:$T?transport=udp',username:'a',credential:'b'}").replace("$MORE", ",iceTransportPolicy:'relay'"), host="OWN4", udp=True),
    _js("turn tcp", _ICE.replace("$SERVER", "{urls:'turn:$T?transport=tcp',username:'a',credential:'b'}").replace("$MORE", ",iceTransportPolicy:'relay'")),
    _js("turn tls", _ICE.replace("$SERVER", "{urls:'turns:$T?transport=tcp',username:'a',credential:'b'}").replace("$MORE", ",iceTransportPolicy:'relay'")),
    _js("candidate", (
        "c=new RTCPeerConnection();d=new RTCPeerConnection();c.createDataChannel('d');(async()=>{await c.setLocalDescription(await c.createOffer());"
        "await d.setRemoteDescription(c.localDescription);await d.setLocalDescription(await d.createAnswer());await c.setRemoteDescription(d.localDescription);"
        "await c.addIceCandidate({candidate:'candidate:1 1 udp 2122260223 $HOST $PORT typ host',sdpMid:'0'})})();window.c=[c,d]"
    ), host="OWN4", udp=True, silent_anyway="it is tried when somebody answers"),
)  # fmt: skip

TABS = (
    Probe("favicon", "<link rel=icon href='$U'>x", top=True),
    Probe("manifest", "<link rel=manifest href='$U'>x", top=True),
    Probe("speculation prefetch", '<script type=speculationrules>{"prefetch":[{"urls":["$U"],"eagerness":"immediate"}]}</script>x', top=True, silent_anyway="only in the tab in front"),
    Probe("speculation prerender", '<script type=speculationrules>{"prerender":[{"urls":["$S/r/302/$N"],"eagerness":"immediate"}]}</script>x', top=True, silent_anyway="only in the tab in front"),
    Probe("link prerender", "<link rel=prerender href='$U'>x", top=True, silent_anyway="only names are looked up for it"),
    Probe("window.open", "x", top=True, act="window.open('$U');0"),
    Probe("window.open without opener", "x", top=True, act="window.open('$U','_blank','noopener');0"),
    Probe("link in new tab", "<a target=_blank href='$U'>x</a>", top=True, act="document.links[0].click()"),
    Probe("download", "<a download=x href='$U'>x</a>", top=True, act="document.links[0].click()"),
    Probe("top location", "x", top=True, act="setTimeout(()=>location='$U',0);0"),
    Probe("top redirect", "x", top=True, act="setTimeout(()=>location='$S/r/302/$N',0);0"),
    Probe("top form", "<form method=post action='$U'></form>", top=True, act="document.forms[0].submit();0"),
    Probe("view-source", "x", top=True, act="window.open('view-source:$U');0", silent_anyway="pages may not open it"),
    Probe("intent", "x", top=True, act="setTimeout(()=>location='intent://$T/#Intent;scheme=http;end',0);0", silent_anyway="only telephones know it"),
    Probe("pdf", "x", top=True, act="window.open('$S/pdf/$N');0", silent_anyway="a link in a document waits for a click"),
)  # fmt: skip

ALL = (*PARTS, *SCRIPTS, *REDIRECTS, *NOTATIONS, *CALLS, *TABS)
BY_NAME = {probe.name: probe for probe in ALL}
assert len(BY_NAME) == len(ALL)
