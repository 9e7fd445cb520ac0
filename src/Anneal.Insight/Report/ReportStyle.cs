namespace Anneal.Insight.Report;

/// <summary>How the report looks: on a light screen, on a dark one, and on paper.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root{--ink:#1b2430;--soft:#5b6776;--line:#e2e7ee;--back:#f5f7fa;--card:#fff;--accent:#2f7fd1;--good:#1f8a5f;--fair:#b7791f;--poor:#c53d4f;--shade:#f0f4f9}
        @media (prefers-color-scheme:dark){:root{--ink:#e5e9ef;--soft:#9aa6b5;--line:#2c3542;--back:#11151b;--card:#191f27;--accent:#5aa2ea;--good:#4cc38f;--fair:#e0a94a;--poor:#f0717f;--shade:#212936}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;-webkit-text-size-adjust:100%}
        main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}
        header{margin-bottom:18px}
        h1{font-size:28px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
        h2{font-size:19px;margin:0 0 12px}
        h3{font-size:15px;margin:18px 0 6px}
        p{margin:6px 0}
        .sub{color:var(--soft);margin:0;overflow-wrap:anywhere}
        nav{margin:14px 0 0;display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13.5px}
        nav a{color:var(--accent);text-decoration:none}
        nav a:hover{text-decoration:underline}
        section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin:16px 0}
        .verdict{border-left:6px solid var(--fair)}
        .verdict.good{border-left-color:var(--good)}.verdict.poor{border-left-color:var(--poor)}
        .verdict h2{font-size:23px;line-height:1.35;margin-bottom:8px}
        .good h2,.met{color:var(--good)}.fair h2,.near{color:var(--fair)}.poor h2,.missed{color:var(--poor)}
        .verdict ul{margin:0;padding-left:20px}.verdict li{margin:4px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin:18px 0 0}
        .tile{background:var(--shade);border-radius:10px;padding:12px 14px}
        .tile b{display:block;font-size:25px;line-height:1.25;font-variant-numeric:tabular-nums}
        .tile>span{display:block;color:var(--soft);font-size:13px}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        th{text-align:left;font-weight:600;color:var(--soft);font-size:13px;border-bottom:1px solid var(--line);padding:6px 10px 6px 0;vertical-align:bottom}
        td{border-bottom:1px solid var(--line);padding:7px 10px 7px 0;vertical-align:top;overflow-wrap:anywhere;unicode-bidi:isolate}
        tr:last-child td{border-bottom:0}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:14px}
        tr.own td{font-weight:600}
        .soft{color:var(--soft);font-weight:400}
        .term{border-bottom:1px dotted var(--soft);cursor:help}
        .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(400px,100%),1fr));gap:26px 30px;align-items:start}
        figure{margin:0}
        svg.plot{width:100%;height:auto;max-width:560px;display:block}
        figcaption{color:var(--soft);font-size:13px;margin-top:4px;max-width:560px}
        pre{background:var(--shade);border-radius:8px;padding:12px 14px;margin:6px 0 14px;font:13px/1.5 ui-monospace,"Cascadia Mono",Consolas,"Noto Sans Mono CJK SC",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        .find{margin:0;padding:0;list-style:none}
        .find li{padding:8px 0 8px 14px;border-left:4px solid var(--line);margin:8px 0}
        .find li.serious{border-left-color:var(--poor)}
        .label{min-width:5em}
        .cells{color:var(--soft);font-size:13px}
        .cells b{font-weight:500;color:var(--ink)}
        details summary{cursor:pointer;color:var(--accent);margin:6px 0}
        dl{margin:0}dt{font-weight:600;margin-top:10px}dd{margin:0;color:var(--soft)}
        footer{color:var(--soft);font-size:13px;margin-top:22px}
        @media print{:root{--ink:#000;--soft:#444;--line:#ccc;--back:#fff;--card:#fff;--shade:#f4f4f4;--accent:#1d5fa8;--good:#1f7a55;--fair:#8f5e12;--poor:#a82f40}
        body{font-size:12px}main{max-width:none;padding:0}nav{display:none}section{border:0;padding:0;margin:18px 0;border-radius:0}.verdict{padding-left:12px}
        figure,tr,.tile,li{break-inside:avoid}h2,h3{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
